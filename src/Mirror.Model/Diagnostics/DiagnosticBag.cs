using System.Collections;

namespace Mirror.Model.Diagnostics;

/// <summary>Collects problems so that all of them can be reported at once. Not safe for concurrent use.</summary>
public sealed class DiagnosticBag : IReadOnlyCollection<Diagnostic>
{
    private readonly List<Diagnostic> _diagnostics = [];

    /// <inheritdoc/>
    public int Count => _diagnostics.Count;

    /// <summary>Whether anything in here stops the target.</summary>
    public bool HasErrors => _diagnostics.Exists(d => d.Code.Severity == Severity.Error);

    /// <summary>Adds a problem of <paramref name="code"/>.</summary>
    public void Report(ErrorCode code, SourceSpan? span, string message) => _diagnostics.Add(code.Diagnostic(message, span));

    /// <summary>Adds problems that were found elsewhere.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics) => _diagnostics.AddRange(diagnostics);

    /// <summary>In the order of the file, so that people can work from top to bottom; those without a place come last.</summary>
    public IEnumerator<Diagnostic> GetEnumerator() => _diagnostics
        .OrderBy(d => d.Span is null)
        .ThenBy(d => d.Span?.File, StringComparer.Ordinal)
        .ThenBy(d => d.Span?.Line)
        .ThenBy(d => d.Span?.Column)
        .GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Ends the target if there is an error in here.</summary>
    /// <exception cref="MirrorException">Carries every diagnostic, warnings included.</exception>
    public void ThrowIfErrors()
    {
        if (HasErrors)
        {
            throw new MirrorException([.. this]);
        }
    }
}
