using Cake.Core;
using Mirror.Build.Running;
using Mirror.Engine.Reporting;

namespace Mirror.Build.Reporting;

/// <summary>The engine's report in the project's own words: it knows neither why a task had nothing to do nor that a signal ended one.</summary>
internal static class RunSteps
{
    public static IReadOnlyList<RunStep> Of(CakeReport report, RunOutcome outcome) =>
        [.. report.Where(entry => entry.Category == CakeReportEntryCategory.Task).Select(entry => Of(entry, outcome))];

    private static RunStep Of(CakeReportEntry entry, RunOutcome outcome)
    {
        // A task that failed or was skipped has no result of its own, and the others' would be a lie.
        var result = outcome.Find(entry.TaskName) ?? (entry.ExecutionStatus == CakeTaskExecutionStatus.Executed ? outcome.Sum : null);
        var ended = (entry.ExecutionStatus, result) switch
        {
            (CakeTaskExecutionStatus.Failed, _) => outcome.Failure is OperationCanceledException ? StepOutcome.Cancelled : StepOutcome.Failed,
            (CakeTaskExecutionStatus.Skipped, _) => StepOutcome.Skipped,
            (_, { IsUpToDate: true }) => StepOutcome.UpToDate,
            _ => StepOutcome.Done,
        };
        return new RunStep(entry.TaskName, ended, entry.Duration, result?.Message ?? entry.SkippedMessage ?? "");
    }
}
