using Mirror.Engine.Reporting;
using Mirror.Oci.Store;

namespace Mirror.Build.Running;

/// <summary>What became of a run: one result a task, the failure if there was one, and the last line. Tasks run one after another.</summary>
internal sealed class RunOutcome
{
    private readonly Dictionary<string, StepResult> _steps = new(StringComparer.Ordinal);

    /// <summary>The failure itself, without what the engine wrapped around it.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>A line for machines, printed after everything else; null for none.</summary>
    public string? LastLine { get; set; }

    /// <summary>Every task that had its turn, in order; empty until the run has ended.</summary>
    public IReadOnlyList<RunStep> Steps { get; set; } = [];

    public void Record(string task, StepResult result) => _steps[task] = result;

    public StepResult? Find(string task) => _steps.GetValueOrDefault(task);

    /// <summary>The result of a task that only joins others: up to date when they all are.</summary>
    public StepResult? Sum => _steps.Count > 0 && _steps.Values.All(step => step.IsUpToDate) ? StepResult.UpToDate("nothing had to be done") : null;

    public void Fail(Exception exception) => Failure = Unwrap(exception);

    // The engine wraps what a task throws, once or twice; a MirrorException keeps its own inner exceptions to itself.
    private static Exception Unwrap(Exception exception) => exception switch
    {
        MirrorException or OperationCanceledException => exception,
        AggregateException { InnerExceptions: [var only] } => Unwrap(only),
        Cake.Core.CakeException { InnerException: { } inner } => Unwrap(inner),
        Cake.Core.CakeReportException { InnerException: { } inner } => Unwrap(inner),
        _ => DiskErrors.Explain(exception) ?? exception,
    };
}
