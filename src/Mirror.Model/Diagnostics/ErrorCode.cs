namespace Mirror.Model.Diagnostics;

/// <summary>
/// One entry of the catalogue: a number that never changes its meaning, what it means, and the way out. The README's table is made of these.
/// </summary>
public sealed record ErrorCode(string Id, ExitCode ExitCode, string Meaning, string Remedy)
{
    /// <summary>Second digit 0 to 4 is an error, 5 to 9 a warning (DESIGN 8).</summary>
    public Severity Severity => Id[4] < '5' ? Severity.Error : Severity.Warning;

    /// <summary>A diagnostic of this code; <paramref name="message"/> is a whole sentence with the particulars.</summary>
    public Diagnostic Diagnostic(string message, SourceSpan? span = null) => new(this, message, span);

    /// <summary>An exception with one diagnostic of this code.</summary>
    public MirrorException Exception(string message, Exception? innerException = null) => new([Diagnostic(message)], innerException);

    /// <summary>An exception with one diagnostic of this code at a place.</summary>
    public MirrorException Exception(string message, SourceSpan? span) => new([Diagnostic(message, span)]);
}
