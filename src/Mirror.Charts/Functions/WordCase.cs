using System.Text;

namespace Mirror.Charts.Functions;

/// <summary>Changes of case that look at words.</summary>
internal static class WordCase
{
    /// <summary>Upper case at the start of each word; a word ends at anything but letters, digits and underscores.</summary>
    public static string Title(string text) => MapWords(text, IsTitleSeparator, char.ToUpperInvariant, c => c);

    /// <summary>Lower case at the start of each word; a word ends at white space.</summary>
    public static string Untitle(string text) => MapWords(text, char.IsWhiteSpace, char.ToLowerInvariant, c => c);

    public static string Swap(string text) => MapWords(text, char.IsWhiteSpace, SwapCase, SwapCase);

    public static string Initials(string text) => string.Concat(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => word[0]));

    /// <summary>Words in lower case with <paramref name="connector"/> between them.</summary>
    public static string Separate(string text, char connector)
    {
        var result = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (IsConnector(c))
            {
                result.Append(connector);
                continue;
            }

            if (i > 0 && !IsConnector(text[i - 1]) && StartsWord(text, i))
            {
                result.Append(connector);
            }

            result.Append(char.ToLowerInvariant(c));
        }

        return result.ToString();
    }

    /// <summary>Words joined, each with a capital; the connectors at both ends stay, and all but one of those between words.</summary>
    public static string Camel(string text)
    {
        var result = new StringBuilder(text.Length);
        var start = 0;
        while (start < text.Length && IsConnector(text[start]))
        {
            result.Append(text[start++]);
        }

        var startsWord = true;
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (!IsConnector(c))
            {
                result.Append(startsWord ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c));
                startsWord = false;
                continue;
            }

            if (startsWord || i + 1 == text.Length)
            {
                result.Append(c);
            }

            startsWord = true;
        }

        return result.ToString();
    }

    private static bool StartsWord(string text, int i)
    {
        var (previous, c) = (text[i - 1], text[i]);
        var endsAcronym = i + 1 < text.Length && char.IsLower(text[i + 1]);
        return char.IsUpper(c)
            ? char.IsLower(previous) || char.IsDigit(previous) || (char.IsUpper(previous) && endsAcronym)
            : char.IsDigit(c) && char.IsLetter(previous) && !HasDigitBefore(text, i);
    }

    private static bool HasDigitBefore(string text, int i)
    {
        while (--i >= 0 && char.IsLower(text[i]))
        {
        }

        return i >= 0 && char.IsDigit(text[i]);
    }

    private static char SwapCase(char c) => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c);

    private static bool IsConnector(char c) => c is '_' or '-' || char.IsWhiteSpace(c);

    private static bool IsTitleSeparator(char c) => c <= 0x7F ? !char.IsAsciiLetterOrDigit(c) && c != '_' : char.IsWhiteSpace(c);

    private static string MapWords(string text, Func<char, bool> isSeparator, Func<char, char> first, Func<char, char> other)
    {
        var result = new StringBuilder(text.Length);
        var startsWord = true;
        foreach (var c in text)
        {
            result.Append(startsWord ? first(c) : other(c));
            startsWord = isSeparator(c);
        }

        return result.ToString();
    }
}
