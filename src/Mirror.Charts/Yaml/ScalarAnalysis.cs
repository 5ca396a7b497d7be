namespace Mirror.Charts.Yaml;

/// <summary>In which styles a text can be written, by the rules of libyaml.</summary>
internal readonly record struct ScalarAnalysis(bool AllowsPlain, bool AllowsSingleQuoted, bool AllowsBlock, bool IsMultiline)
{
    public static ScalarAnalysis Of(string text, bool allowTabs)
    {
        if (text.Length == 0)
        {
            return new ScalarAnalysis(true, true, false, false);
        }

        var hasIndicator = text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal);
        bool hasBreak = false, hasSpecial = false, hasTab = false, isSpaceAfterBreak = false, isBreakAfterSpace = false;
        bool wasSpace = false, wasBreak = false, wasBlank = true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isBlankNext = i + 1 >= text.Length || IsBlank(text[i + 1]);
            hasIndicator |= i == 0
                ? ("#,[]{}&*!|>'\"%@`".Contains(c, StringComparison.Ordinal) || (c is '?' or ':' or '-' && isBlankNext))
                : (c == ':' && isBlankNext) || (c == '#' && wasBlank);
            hasTab |= c == '\t';
            hasSpecial |= !IsPrintable(text, i) && !(allowTabs && c == '\t');
            var isBreak = IsBreak(c);
            hasBreak |= isBreak;
            isSpaceAfterBreak |= c == ' ' && wasBreak;
            isBreakAfterSpace |= isBreak && wasSpace;
            wasSpace = c == ' ';
            wasBreak = isBreak;
            wasBlank = IsBlank(c);
        }

        var (first, last) = (text[0], text[^1]);
        var isPadded = first == ' ' || last == ' ' || IsBreak(first) || IsBreak(last);
        var needsEscapes = isBreakAfterSpace || hasSpecial;
        return new ScalarAnalysis(
            AllowsPlain: !isPadded && !isSpaceAfterBreak && !needsEscapes && !hasBreak && !hasIndicator && !hasTab,
            AllowsSingleQuoted: !isSpaceAfterBreak && !needsEscapes && !hasTab,
            AllowsBlock: last != ' ' && !needsEscapes,
            IsMultiline: hasBreak);
    }

    public static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>What go-yaml writes without an escape; characters beyond the first plane are not among it.</summary>
    public static bool IsPrintable(string text, int i) => text[i] switch
    {
        '\n' => true,
        >= ' ' and <= '~' => true,
        >= '\u00A0' and <= '\uD7FF' => true,
        >= '\uE000' and <= '\uFFFD' and not '\uFEFF' => true,
        _ => false,
    };

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\0' || IsBreak(c);
}
