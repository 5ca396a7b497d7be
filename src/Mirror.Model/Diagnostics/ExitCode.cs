namespace Mirror.Model.Diagnostics;

/// <summary>What a run ended as, for pipelines to branch on (DESIGN 8).</summary>
public enum ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    Complete = 0,

    /// <summary>Something unexpected.</summary>
    Failed = 1,

    /// <summary>The configuration or the command line is wrong.</summary>
    Configuration = 2,

    /// <summary>The lock does not answer the configuration, in locked mode; or it cannot be read.</summary>
    StaleLock = 3,

    /// <summary>A source could not serve what the lock or the configuration names.</summary>
    Source = 4,

    /// <summary>The destination refused, or is not there.</summary>
    Destination = 5,

    /// <summary>Part of the content is at the destination; what is missing is listed.</summary>
    Incomplete = 6,

    /// <summary>Verify found differences.</summary>
    Different = 7,

    /// <summary>A policy forbids it.</summary>
    Policy = 8,

    /// <summary>Cancelled by a signal.</summary>
    Cancelled = 130,
}
