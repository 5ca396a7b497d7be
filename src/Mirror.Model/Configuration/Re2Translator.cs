using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Mirror.Model.Configuration;

/// <summary>Rewrites an RE2 expression for .NET, group for group and class for class. Groups don't capture: only matching is asked for.</summary>
internal sealed class Re2Translator(string text)
{
    private const int MaxRepeat = 1000;

    private readonly StringBuilder _output = new();
    private readonly List<int> _origins = [];
    private int _position;
    private int _openGroups;
    private bool _canRepeat;
    private (int Position, string Problem)? _failure;

    public bool TryTranslate(out string translated, out int position, [NotNullWhen(false)] out string? problem)
    {
        while (_position < text.Length && _failure is null)
        {
            Step();
        }

        if (_failure is null && _openGroups > 0)
        {
            Fail(text.Length, "a ')' is missing");
        }

        translated = _output.ToString();
        position = Math.Min(_failure?.Position ?? 0, text.Length);
        problem = _failure?.Problem;
        return _failure is null;
    }

    /// <summary>Where the character at <paramref name="index"/> of the translation comes from.</summary>
    public int OriginalPosition(int index) => _origins.Count == 0 ? 0 : _origins[Math.Clamp(index, 0, _origins.Count - 1)];

    private void Step()
    {
        var start = _position;
        var c = text[_position++];
        switch (c)
        {
            case '\\':
                Escape(start);
                break;
            case '[':
                Class(start);
                break;
            case '(':
                Open(start);
                break;
            case ')':
                if (--_openGroups < 0)
                {
                    Fail(start, "the ')' has no '(' before it");
                }

                Emit(")", start, canRepeat: true);
                break;
            case '|':
                Emit("|", start, canRepeat: false);
                break;
            case '*' or '+' or '?':
                Repeat(start, c.ToString());
                break;
            case '{':
                Braces(start);
                break;
            case '.' or '^' or '$':
                Emit(c.ToString(), start, canRepeat: true);
                break;
            default:
                Emit(Re2Classes.Literal(c), start, canRepeat: true);
                break;
        }
    }

    private void Open(int start)
    {
        _openGroups++;
        if (!At('?'))
        {
            Emit("(?:", start, canRepeat: false);
            return;
        }

        _position++;
        if (TryName(out var isName))
        {
            Emit("(?:", start, canRepeat: false);
            return;
        }

        if (isName)
        {
            Fail(start, "the name of the group is not closed by '>'");
            return;
        }

        Flags(start);
    }

    // (?P<name>...) and (?<name>...); a '<' that opens a look-behind is no name.
    private bool TryName(out bool isName)
    {
        var open = _position + (At('P') ? 1 : 0);
        isName = open + 1 < text.Length && text[open] == '<' && text[open + 1] is not ('=' or '!');
        if (!isName)
        {
            return false;
        }

        var close = text.IndexOf('>', open);
        if (close < open + 2 || text[(open + 1)..close].Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_'))
        {
            return false;
        }

        _position = close + 1;
        return true;
    }

    private void Flags(int start)
    {
        var flags = new StringBuilder();
        for (; _position < text.Length && text[_position] is 'i' or 'm' or 's' or 'U' or '-'; _position++)
        {
            // Greed does not change whether something matches.
            if (text[_position] != 'U')
            {
                flags.Append(text[_position]);
            }
        }

        if (At(':'))
        {
            _position++;
            Emit($"(?{Effective(flags)}:", start, canRepeat: false);
        }
        else if (At(')') && _position > start + 2)
        {
            _position++;
            _openGroups--;
            Emit(flags.Length == 0 ? "" : $"(?{Effective(flags)})", start, canRepeat: false);
        }
        else
        {
            var shown = text[start..Math.Min(text.Length, _position + 1)];
            Fail(start, $"RE2 has no group '{shown}' (no look-around, no atomic groups, no conditions, no comments)");
        }
    }

    private static string Effective(StringBuilder flags) => flags.ToString().TrimEnd('-');

    private void Braces(int start)
    {
        var close = text.IndexOf('}', start);
        var bounds = close < 0 ? [] : text[(start + 1)..close].Split(',');
        if (bounds.Length is not (1 or 2) || !IsNumber(bounds[0]) || (bounds.Length == 2 && bounds[1].Length > 0 && !IsNumber(bounds[1])))
        {
            Emit(@"\{", start, canRepeat: true);
            return;
        }

        var least = ParseCount(bounds[0]);
        var most = bounds.Length == 1 ? least : bounds[1].Length == 0 ? least : ParseCount(bounds[1]);
        if (least > MaxRepeat || most > MaxRepeat || most < least)
        {
            Fail(start, $"the repetition '{text[start..(close + 1)]}' is out of range (0 to {MaxRepeat}, ascending)");
            return;
        }

        _position = close + 1;
        Repeat(start, text[start..(close + 1)]);
    }

    private void Repeat(int start, string operation)
    {
        if (!_canRepeat)
        {
            Fail(start, $"there is nothing that '{operation}' could repeat");
            return;
        }

        if (At('?'))
        {
            _position++;
        }

        Emit(operation, start, canRepeat: false);
    }

    private void Escape(int start)
    {
        if (_position >= text.Length)
        {
            Fail(start, "it ends with a backslash");
            return;
        }

        var c = text[_position];
        if (c is 'A' or 'z' or 'b' or 'B')
        {
            _position++;
            Emit($@"\{c}", start, canRepeat: true);
        }
        else if (c == 'Q')
        {
            Quoted(start);
        }
        else if (Re2Classes.TryPerl(c, out var ranges))
        {
            _position++;
            Emit($"[{ranges}]", start, canRepeat: true);
        }
        else if (ReadItem(start) is { } item)
        {
            Emit(item, start, canRepeat: true);
        }
    }

    private void Quoted(int start)
    {
        var end = text.IndexOf(@"\E", _position, StringComparison.Ordinal);
        foreach (var c in text[(_position + 1)..(end < 0 ? text.Length : end)])
        {
            Emit(Re2Classes.Literal(c), start, canRepeat: true);
        }

        _position = end < 0 ? text.Length : end + 2;
    }

    private void Class(int start)
    {
        var content = new StringBuilder("[");
        if (At('^'))
        {
            content.Append('^');
            _position++;
        }

        for (var first = true; _failure is null && (first || !At(']')); first = false)
        {
            if (_position >= text.Length)
            {
                Fail(start, "the ']' of the class is missing");
                return;
            }

            ClassItem(content);
        }

        _position++;
        Emit(content.Append(']').ToString(), start, canRepeat: true);
    }

    private void ClassItem(StringBuilder content)
    {
        var start = _position;
        if (string.CompareOrdinal(text, start, "[:", 0, 2) == 0 && text.IndexOf(":]", start, StringComparison.Ordinal) is var close and > 0)
        {
            var name = text[(start + 2)..close];
            if (Re2Classes.TryPosix(name, out var posix))
            {
                content.Append(posix);
                _position = close + 2;
                return;
            }

            Fail(start, $"there is no class '[:{name}:]'");
            return;
        }

        if (text[start] == '\\' && start + 1 < text.Length && Re2Classes.TryPerl(text[start + 1], out var perl))
        {
            content.Append(perl);
            _position += 2;
            return;
        }

        if (ReadClassCharacter() is not { } low)
        {
            return;
        }

        content.Append(low);
        if (_position + 1 < text.Length && text[_position] == '-' && text[_position + 1] != ']')
        {
            _position++;
            content.Append('-').Append(ReadClassCharacter());
        }
    }

    private string? ReadClassCharacter()
    {
        var start = _position++;
        if (text[start] != '\\')
        {
            return Re2Classes.Literal(text[start]);
        }

        if (_position >= text.Length)
        {
            Fail(start, "it ends with a backslash");
            return null;
        }

        return ReadItem(start);
    }

    // An escape that stands for one character or a Unicode category; the position is at what follows the backslash.
    private string? ReadItem(int start)
    {
        var c = text[_position++];
        switch (c)
        {
            case 'a' or 'f' or 'n' or 'r' or 't' or 'v':
                return $@"\{c}";
            case 'p' or 'P':
                return ReadCategory(start, c);
            case 'x':
                return ReadHex(start);
            case '0':
            case >= '1' and <= '7' when _position < text.Length && text[_position] is >= '0' and <= '7':
                return ReadOctal(c);
            case >= '1' and <= '9':
                Fail(start, $@"RE2 has no back references such as '\{c}'");
                return null;
            default:
                if (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c))
                {
                    return Re2Classes.Literal(c);
                }

                Fail(start, $@"RE2 has no escape '\{c}'");
                return null;
        }
    }

    private string? ReadCategory(int start, char sign)
    {
        var close = At('{') ? text.IndexOf('}', _position) : _position;
        if (close < 0 || close >= text.Length)
        {
            Fail(start, "the Unicode category is not closed");
            return null;
        }

        var name = text[_position..(close + 1)].Trim('{', '}');
        _position = close + 1;
        if (name.StartsWith('^'))
        {
            sign = sign == 'p' ? 'P' : 'p';
            name = name[1..];
        }

        return $@"\{sign}{{{name}}}";
    }

    private string? ReadHex(int start)
    {
        var close = At('{') ? text.IndexOf('}', _position) : Math.Min(_position + 2, text.Length);
        var digits = close < 0 ? "" : text[_position..close].TrimStart('{');
        _position = close < 0 ? _position : close + (At('{') ? 1 : 0);
        if (digits.Length is 0 or > 6
            || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || value > char.MaxValue)
        {
            Fail(start, @"'\x' expects two hex digits, or up to FFFF in braces");
            return null;
        }

        return Re2Classes.Literal((char)value);
    }

    private string ReadOctal(char first)
    {
        var value = first - '0';
        for (var digits = 1; digits < 3 && _position < text.Length && text[_position] is >= '0' and <= '7'; digits++)
        {
            value = (value * 8) + text[_position++] - '0';
        }

        return Re2Classes.Literal((char)value);
    }

    private bool At(char c) => _position < text.Length && text[_position] == c;

    private void Emit(string translated, int origin, bool canRepeat)
    {
        _output.Append(translated);
        _origins.AddRange(Enumerable.Repeat(origin, translated.Length));
        _canRepeat = canRepeat;
    }

    private void Fail(int position, string problem) => _failure ??= (position, problem);

    private static bool IsNumber(string digits) => digits.Length is > 0 and <= 9 && digits.All(char.IsAsciiDigit);

    private static int ParseCount(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
