using System.Globalization;
using Cake.Core;
using Cake.Core.Diagnostics;
using Mirror.Build.Running;
using Mirror.Engine.Reporting;

namespace Mirror.Build.Reporting;

/// <summary>The engine's report as plain aligned text, with the reason of every task that had nothing to do.</summary>
internal sealed class ReportPrinter(Terminal terminal, RunOutcome outcome, MirrorOptions options) : ICakeReportPrinter
{
    public void Write(CakeReport report)
    {
        outcome.Steps = RunSteps.Of(report, outcome);
        if (outcome.Steps.Count == 0)
        {
            return;
        }

        var rows = outcome.Steps.Select(Row).ToList();
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

    private static (string Name, string Status, string Duration, string Message, Colour Colour) Row(RunStep step)
    {
        var (status, colour) = step.Outcome switch
        {
            StepOutcome.UpToDate => ("up to date", Colour.Green),
            StepOutcome.Skipped => ("skipped", Colour.Faint),
            StepOutcome.Failed => ("failed", Colour.Red),
            StepOutcome.Cancelled => ("cancelled", Colour.Yellow),
            _ => ("done", Colour.Green),
        };
        var duration = step.Outcome == StepOutcome.Skipped ? "-" : string.Create(CultureInfo.InvariantCulture, $"{step.Duration.TotalSeconds:0.00} s");
        return (step.Name, status, duration, step.Message, colour);
    }
}
