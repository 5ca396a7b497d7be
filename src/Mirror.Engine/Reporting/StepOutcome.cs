namespace Mirror.Engine.Reporting;

/// <summary>How a target ended.</summary>
public enum StepOutcome
{
    /// <summary>It did its work.</summary>
    Done,

    /// <summary>There was nothing to do.</summary>
    UpToDate,

    /// <summary>It was not asked to run.</summary>
    Skipped,

    /// <summary>It failed, and with it the run.</summary>
    Failed,

    /// <summary>A signal ended it.</summary>
    Cancelled,
}
