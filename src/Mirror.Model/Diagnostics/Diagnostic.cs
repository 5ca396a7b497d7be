namespace Mirror.Model.Diagnostics;

/// <summary>One problem, for people: a sentence, a code and, where there is a file, a place.</summary>
public sealed record Diagnostic(ErrorCode Code, string Message, SourceSpan? Span = null)
{
    /// <summary>The line that MSBuild, editors and CI systems recognise.</summary>
    public override string ToString()
    {
        var severity = Code.Severity == Severity.Error ? "error" : "warning";
        return Span is null ? $"{severity} {Code.Id}: {Message}" : $"{Span}: {severity} {Code.Id}: {Message}";
    }
}
