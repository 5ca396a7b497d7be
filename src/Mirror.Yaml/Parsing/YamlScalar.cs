namespace Mirror.Yaml.Parsing;

/// <summary>A text; <see cref="IsPlain"/> ones without quotes may also mean a number, a boolean or nothing.</summary>
internal sealed record YamlScalar(SourceSpan Span, string Value, bool IsPlain) : YamlNode(Span)
{
    /// <summary>Whether nothing is meant: no text at all, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => IsPlain && Value is ("" or "~" or "null" or "Null" or "NULL");

    public override string Kind => IsNull ? "nothing" : $"the text '{Shorten(Value)}'";

    /// <summary>
    /// The place of a character of the value, where the file shows the value as it is; else the place of the value.
    /// </summary>
    public SourceSpan SpanOfCharacter(int index)
    {
        var quotes = Span.Line != Span.EndLine ? -1 : Span.EndColumn - Span.Column - Value.Length;
        return quotes is 0 or 2
            ? SourceSpan.At(Span.File, Span.Line, Span.Column + (quotes / 2) + Math.Min(index, Value.Length))
            : Span;
    }

    private static string Shorten(string text)
    {
        const int Longest = 60;
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= Longest ? line : line[..Longest] + "...";
    }
}
