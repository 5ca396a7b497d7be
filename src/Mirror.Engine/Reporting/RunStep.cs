namespace Mirror.Engine.Reporting;

/// <summary>One target of a run.</summary>
/// <param name="Name">As <c>--target</c> takes it.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Duration">Wall-clock time.</param>
/// <param name="Message">What was done, or why nothing was; may be empty.</param>
public sealed record RunStep(string Name, StepOutcome Outcome, TimeSpan Duration, string Message);
