namespace Mirror.Engine.Options;

/// <summary>How much a run tells; each level includes those before it.</summary>
public enum LogLevel
{
    /// <summary>Errors and warnings.</summary>
    Error,

    /// <summary>Steps, their outcome and the summary.</summary>
    Info,

    /// <summary>Decisions, for instance which mirror of a source answered.</summary>
    Debug,

    /// <summary>Every request.</summary>
    Trace,
}
