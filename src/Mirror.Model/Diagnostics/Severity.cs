namespace Mirror.Model.Diagnostics;

/// <summary>Whether a diagnostic stops the target.</summary>
public enum Severity
{
    /// <summary>The target goes on.</summary>
    Warning,

    /// <summary>The target fails, after all problems of its kind are collected.</summary>
    Error,
}
