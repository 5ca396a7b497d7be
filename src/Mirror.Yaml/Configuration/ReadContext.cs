namespace Mirror.Yaml.Configuration;

/// <summary>
/// What the readers of all sections share. A node that aliases show in several places is read several times; its problem is reported once.
/// </summary>
internal sealed class ReadContext(string fileName, DiagnosticBag diagnostics)
{
    private readonly HashSet<Diagnostic> _seen = [];

    /// <summary>The start of the file: the place of what is missing in it.</summary>
    public SourceSpan FileStart { get; } = SourceSpan.At(fileName, 1, 1);

    public bool HasErrors { get; private set; }

    public void Report(ErrorCode code, SourceSpan span, string message)
    {
        HasErrors |= code.Severity == Severity.Error;
        if (_seen.Count > YamlLimits.MaxDiagnostics || !_seen.Add(code.Diagnostic(message, span)))
        {
            return;
        }

        if (_seen.Count > YamlLimits.MaxDiagnostics)
        {
            diagnostics.Report(MirrorErrors.TooManyProblems, null, $"The file has more than {YamlLimits.MaxDiagnostics} problems; the others are not shown.");
            return;
        }

        diagnostics.Report(code, span, message);
    }
}
