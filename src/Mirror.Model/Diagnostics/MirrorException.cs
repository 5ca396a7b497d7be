namespace Mirror.Model.Diagnostics;

/// <summary>A known failure: ends the target with diagnostics that people can act on, and with their exit code.</summary>
public sealed class MirrorException : Exception
{
    /// <summary>At least one diagnostic must be an error.</summary>
    public MirrorException(IReadOnlyList<Diagnostic> diagnostics, Exception? innerException = null)
        : base(string.Join(Environment.NewLine, diagnostics), innerException)
    {
        ArgumentOutOfRangeException.ThrowIfZero(diagnostics.Count);
        Diagnostics = diagnostics;
        ExitCode = diagnostics.FirstOrDefault(d => d.Code.Severity == Severity.Error)?.Code.ExitCode ?? ExitCode.Failed;
    }

    /// <summary>Failures that do not depend on each other, as one; the exit code is that of the first.</summary>
    public static MirrorException Join(IReadOnlyList<MirrorException> failures) => failures.Count == 1
        ? failures[0]
        : new MirrorException([.. failures.SelectMany(failure => failure.Diagnostics)], failures[0]) { ExitCode = failures[0].ExitCode };

    /// <summary>All problems, in the order they should be read.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>Of the first error, unless the thrower knows better: only a caller knows which side a registry is on.</summary>
    public ExitCode ExitCode { get; init; }
}
