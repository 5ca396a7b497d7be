using System.Globalization;
using System.Text;

namespace Mirror.Oci.Registry.Configuration.Toml;

/// <summary>The characters of a file with their places, and the tokens that don't nest: white space, comments, strings.</summary>
internal sealed class TomlScanner(string file, string text)
{
    /// <summary>What <see cref="Current"/> is at the end; a real NUL is refused wherever it could stand.</summary>
    public const char End = '\0';

    private int _position;
    private int _line = 1;
    private int _column = 1;

    public bool IsAtEnd => _position >= text.Length;

    public char Current => Peek(0);

    public SourceSpan Here => SourceSpan.At(file, _line, _column);

    public char Peek(int offset) => _position + offset < text.Length ? text[_position + offset] : End;

    public bool StartsWith(string token) => text.AsSpan(_position).StartsWith(token, StringComparison.Ordinal);

    public void Advance(int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            var c = text[_position++];
            if (c == '\n')
            {
                _line++;
                _column = 1;
            }
            else if (!char.IsLowSurrogate(c))
            {
                _column++;
            }
        }
    }

    public MirrorException Error(string message) => Error(message, Here);

    public static MirrorException Error(string message, SourceSpan span) => MirrorErrors.RegistriesSyntax.Exception(message, span);

    /// <summary>The current character as messages show it.</summary>
    public string Describe() => IsAtEnd ? "the end of the file"
        : Current is '\n' or '\r' ? "the end of the line"
        : Current < ' ' || Current == '\x7f' || char.IsSurrogate(Current) ? string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)Current:X4}")
        : $"'{Current}'";

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            Advance();
        }
    }

    /// <summary>Blanks, comments and line ends.</summary>
    public void SkipLines()
    {
        while (true)
        {
            SkipBlanks();
            SkipComment();
            if (!TrySkipLineEnd())
            {
                return;
            }
        }
    }

    /// <summary>Whatever may stand between the end of a statement and the next line.</summary>
    public void ExpectLineEnd()
    {
        SkipBlanks();
        SkipComment();
        if (!IsAtEnd && !TrySkipLineEnd())
        {
            throw Error($"{Capital(Describe())} is not expected here; expected the end of the line.");
        }
    }

    public bool TrySkipLineEnd()
    {
        if (Current == '\n')
        {
            Advance();
            return true;
        }

        if (Current == '\r' && Peek(1) == '\n')
        {
            Advance(2);
            return true;
        }

        return false;
    }

    /// <summary>Upper case for the first letter of a sentence that begins with <see cref="Describe"/>.</summary>
    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A string on one line, at its opening quote.</summary>
    public string ReadString()
    {
        var start = Here;
        var quote = Current;
        Advance();
        var value = new StringBuilder();
        while (Current != quote)
        {
            if (IsAtEnd || Current is '\n' or '\r')
            {
                throw Error("The string that starts here does not end on its line.", start);
            }

            if (quote == '"' && Current == '\\')
            {
                ReadEscape(value);
                continue;
            }

            AppendCharacter(value);
        }

        Advance();
        return value.ToString();
    }

    /// <summary>A string in three quotes, at the first of them.</summary>
    public string ReadMultiLineString()
    {
        var start = Here;
        var quote = Current;
        var close = new string(quote, 3);
        Advance(3);
        TrySkipLineEnd();
        var value = new StringBuilder();
        while (!StartsWith(close))
        {
            if (IsAtEnd)
            {
                throw Error("The string that starts here does not end.", start);
            }

            if (TrySkipLineEnd())
            {
                value.Append('\n');
            }
            else if (quote == '"' && Current == '\\')
            {
                if (!TrySkipContinuation())
                {
                    ReadEscape(value);
                }
            }
            else
            {
                AppendCharacter(value);
            }
        }

        Advance(3);

        // Up to two quotes may stand directly before the closing three.
        for (var i = 0; i < 2 && Current == quote; i++)
        {
            value.Append(quote);
            Advance();
        }

        return value.ToString();
    }

    private void SkipComment()
    {
        if (Current != '#')
        {
            return;
        }

        while (!IsAtEnd && Current != '\n' && !(Current == '\r' && Peek(1) == '\n'))
        {
            RefuseControl();
            Advance();
        }
    }

    private void AppendCharacter(StringBuilder value)
    {
        RefuseControl();
        value.Append(Current);
        Advance();
    }

    private void RefuseControl()
    {
        if (Current is (< ' ' and not '\t') or '\x7f')
        {
            throw Error($"{Capital(Describe())} is not allowed here; write it as an escape in a string.");
        }
    }

    /// <summary>A backslash at the end of a line swallows it and all white space that follows.</summary>
    private bool TrySkipContinuation()
    {
        var offset = 1;
        while (Peek(offset) is ' ' or '\t')
        {
            offset++;
        }

        if (Peek(offset) != '\n' && !(Peek(offset) == '\r' && Peek(offset + 1) == '\n'))
        {
            return false;
        }

        Advance(offset);
        while (TrySkipLineEnd())
        {
            SkipBlanks();
        }

        return true;
    }

    private void ReadEscape(StringBuilder value)
    {
        var digits = Peek(1) switch { 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            ReadCodePoint(value, digits);
            return;
        }

        value.Append(Peek(1) switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            _ => throw Error(@"This escape is not known; expected one of \b, \t, \n, \f, \r, \"", \\, \uXXXX, \UXXXXXXXX, or a literal string in single quotes."),
        });
        Advance(2);
    }

    private void ReadCodePoint(StringBuilder value, int digits)
    {
        var code = 0u;
        for (var i = 0; i < digits; i++)
        {
            var c = Peek(2 + i);
            if (!char.IsAsciiHexDigit(c))
            {
                throw Error(string.Create(CultureInfo.InvariantCulture, $"This escape needs {digits} hexadecimal digits."));
            }

            code = (code << 4) | (uint)Convert.ToInt32(c.ToString(), 16);
        }

        if (!Rune.TryCreate(code, out var rune))
        {
            throw Error(string.Create(CultureInfo.InvariantCulture, $"U+{code:X4} is not a Unicode scalar value."));
        }

        value.Append(rune.ToString());
        Advance(2 + digits);
    }
}
