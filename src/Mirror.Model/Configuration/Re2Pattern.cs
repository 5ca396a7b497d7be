using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Mirror.Model.Configuration;

/// <summary>
/// Compiles expressions in RE2 syntax (as Go's regexp package reads them) for answering whether they match. What .NET knows beyond RE2 is
/// refused: look-around, atomic groups, back references, comments, class subtraction. Meanings are RE2's: <c>\d</c>, <c>\w</c> and <c>\s</c> are
/// ASCII. Two differences remain: a <c>$</c> also matches before a final line feed, which no image reference has, and <c>\p{...}</c>
/// knows general categories only, not scripts.
/// </summary>
public static class Re2Pattern
{
    private const int MaxLength = 4096;

    /// <summary>
    /// Compiles <paramref name="text"/>; else <paramref name="problem"/> says in a clause what is wrong and <paramref name="position"/> where,
    /// counted from 0.
    /// </summary>
    public static bool TryCompile(
        string text,
        [NotNullWhen(true)] out Regex? pattern,
        out int position,
        [NotNullWhen(false)] out string? problem)
    {
        pattern = null;
        if (text.Length > MaxLength)
        {
            position = 0;
            problem = $"it has more than {MaxLength} characters";
            return false;
        }

        var translator = new Re2Translator(text);
        if (!translator.TryTranslate(out var translated, out position, out problem))
        {
            return false;
        }

        try
        {
            // Without repetitions and choices there is nothing to go back to; setting up the other machine takes a process some 40 ms.
            var bounded = text.AsSpan().ContainsAny("*+?{|") ? RegexOptions.NonBacktracking : RegexOptions.None;
            pattern = new Regex(translated, bounded | RegexOptions.CultureInvariant);
            return true;
        }
        catch (RegexParseException e)
        {
            position = translator.OriginalPosition(e.Offset);
            problem = $"it can't be read at '{text[Math.Min(position, text.Length)..]}' ({e.Error})";
            return false;
        }
        catch (NotSupportedException)
        {
            position = 0;
            problem = "its repetitions multiply to too many states";
            return false;
        }
    }
}
