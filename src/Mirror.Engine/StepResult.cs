namespace Mirror.Engine;

/// <summary>How a step ended that did not fail: whether it did anything, and a sentence without full stop for the run's report.</summary>
/// <param name="IsUpToDate">True when there was nothing to do; <paramref name="Message"/> then says why.</param>
/// <param name="Message">The reason, or what was done, for instance <c>12 images, 3.4 GiB sent</c>.</param>
public sealed record StepResult(bool IsUpToDate, string Message)
{
    /// <summary>The step did its work.</summary>
    public static StepResult Done(string summary) => new(false, summary);

    /// <summary>The step had nothing to do.</summary>
    public static StepResult UpToDate(string reason) => new(true, reason);
}
