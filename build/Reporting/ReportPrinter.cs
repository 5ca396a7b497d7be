using System.Globalization;
using Cake.Core;
using Cake.Core.Diagnostics;
using Mirror.Build.Running;

namespace Mirror.Build.Reporting;

/// <summary>
/// The engine's report as plain aligned text, with the reason of every task that had nothing to do; the engine itself knows only reasons
/// that were fixed before the run.
/// </summary>
internal sealed class ReportPrinter(Terminal terminal, RunOutcome outcome, MirrorOptions options) : ICakeReportPrinter
{
    public void Write(CakeReport report)
    {
        var rows = report.Where(entry => entry.Category == CakeReportEntryCategory.Task).Select(Row).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var nameWidth = Math.Max("Target".Length, rows.Max(row => row.Name.Length));
        var statusWidth = Math.Max("Status".Length, rows.Max(row => row.Status.Length));
        var durationWidth = Math.Max("Duration".Length, rows.Max(row => row.Duration.Length));
        if (!options.Quiet)
        {
            terminal.WriteLine("");
        }

        terminal.WriteLine(terminal.Paint(Colour.Bold, Line("Target", "Status", "Duration", "")));
        foreach (var row in rows)
        {
            terminal.WriteLine(terminal.Paint(row.Colour, Line(row.Name, row.Status, row.Duration, row.Message)));
        }

        string Line(string name, string status, string duration, string message) =>
            $"{name.PadRight(nameWidth)}  {status.PadRight(statusWidth)}  {duration.PadLeft(durationWidth)}  {message}".TrimEnd();
    }

    public void WriteLifeCycleStep(string name, Verbosity verbosity)
    {
    }

    public void WriteStep(string name, Verbosity verbosity)
    {
        if (!options.Quiet && options.LogLevel > Engine.Options.LogLevel.Error)
        {
            terminal.WriteLine(terminal.Paint(Colour.Faint, $"== {name}"));
        }
    }

    public void WriteSkippedStep(string name, Verbosity verbosity)
    {
    }

    private (string Name, string Status, string Duration, string Message, Colour Colour) Row(CakeReportEntry entry)
    {
        var result = outcome.Find(entry.TaskName);
        var (status, colour) = (entry.ExecutionStatus, result) switch
        {
            (CakeTaskExecutionStatus.Failed, _) => outcome.Failure is OperationCanceledException ? ("cancelled", Colour.Yellow) : ("failed", Colour.Red),
            (CakeTaskExecutionStatus.Skipped, _) => ("skipped", Colour.Faint),
            (_, { IsUpToDate: true }) => ("up to date", Colour.Green),
            _ => ("done", Colour.Green),
        };
        var duration = entry.ExecutionStatus == CakeTaskExecutionStatus.Skipped
            ? "-"
            : string.Create(CultureInfo.InvariantCulture, $"{entry.Duration.TotalSeconds:0.00} s");
        return (entry.TaskName, status, duration, result?.Message ?? entry.SkippedMessage, colour);
    }
}
