using System.Globalization;
using Mirror.Charts.Values;

namespace Mirror.Charts.Yaml;

/// <summary>The characters of a YAML text and where the pen is, by the rules of libyaml's emitter.</summary>
internal sealed class ScalarWriter(TextBuilder text, YamlStyle style)
{
    private const int FoldingWidth = 80;

    private readonly int _width = style == YamlStyle.Compact ? FoldingWidth : int.MaxValue;
    private int _column;
    private bool _isAfterSpace = true;
    private bool _isInIndent = true;

    public void Step() => text.Budget.Step();

    public string Finish() => _column == 0 && text.Length > 0 ? text.ToString() : text.Append('\n').ToString();

    /// <summary>Goes to a column at the start of a line; stays on a line that has only indicators so far.</summary>
    public void Line(int indent)
    {
        if (!_isInIndent || _column > indent || (_column == indent && !_isAfterSpace))
        {
            Break();
        }

        Put(' ', indent - _column);
        _isAfterSpace = true;
        _isInIndent = true;
    }

    /// <summary>Writes what structure is made of, after a space.</summary>
    public void Indicator(string indicator, bool startsBlock = false)
    {
        Space();
        Put(indicator);
        _isAfterSpace = false;
        _isInIndent &= startsBlock;
    }

    /// <summary>Writes the colon after a simple key.</summary>
    public void Colon()
    {
        Put(":");
        _isAfterSpace = false;
        _isInIndent = false;
    }

    /// <summary>Writes what needs no quotes.</summary>
    public void Plain(string value)
    {
        Space();
        Put(value);
        _isAfterSpace = false;
        _isInIndent = false;
    }

    /// <summary>Writes a string in the style that go-yaml chooses for it.</summary>
    public void Text(string value, int indent, bool isKey)
    {
        var analysis = ScalarAnalysis.Of(value, allowTabs: style == YamlStyle.Pretty);
        if (value.Contains('\n', StringComparison.Ordinal) && analysis.AllowsBlock && !isKey)
        {
            Literal(value, indent);
        }
        else if (!analysis.IsMultiline && analysis.AllowsPlain && !(isKey && value.Length == 0) && !YamlScalar.NeedsQuotes(value))
        {
            Folded(value, indent, isKey, '\0');
        }
        else if (!analysis.IsMultiline && analysis.AllowsSingleQuoted && !YamlScalar.NeedsQuotes(value))
        {
            Folded(value, indent, isKey, '\'');
        }
        else
        {
            DoubleQuoted(value, indent, isKey);
        }
    }

    private void Folded(string value, int indent, bool isKey, char quote)
    {
        Space();
        Put(quote == '\0' ? "" : "'");
        var wasSpace = false;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            var isInside = quote == '\0' || (i > 0 && i < value.Length - 1);
            if (c == ' ' && !isKey && !wasSpace && isInside && _column > _width && value[i + 1] != ' ')
            {
                Line(indent);
            }
            else
            {
                PutCharacter(value, ref i);
                if (c == '\'' && quote == '\'')
                {
                    Put("'");
                }
            }

            wasSpace = c == ' ';
        }

        Put(quote == '\0' ? "" : "'");
        _isAfterSpace = false;
        _isInIndent = false;
    }

    private void DoubleQuoted(string value, int indent, bool isKey)
    {
        Space();
        Put("\"");
        var wasSpace = false;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is '"' or '\\' || ScalarAnalysis.IsBreak(c) || !ScalarAnalysis.IsPrintable(value, i))
            {
                Put(Escape(value, ref i));
                wasSpace = false;
            }
            else if (c == ' ')
            {
                if (!isKey && !wasSpace && _column > _width && i > 0 && i < value.Length - 1)
                {
                    Line(indent);
                    Put(value[i + 1] == ' ' ? "\\" : "");
                }
                else
                {
                    Put(" ");
                }

                wasSpace = true;
            }
            else
            {
                Put(value.AsSpan(i, 1));
                wasSpace = false;
            }
        }

        Put("\"");
        _isAfterSpace = false;
        _isInIndent = false;
    }

    private void Literal(string value, int indent)
    {
        Space();
        Put("|");
        if (value[0] == ' ' || ScalarAnalysis.IsBreak(value[0]))
        {
            Put("2");
        }

        if (!ScalarAnalysis.IsBreak(value[^1]))
        {
            Put("-");
        }
        else if (value.Length == 1 || ScalarAnalysis.IsBreak(value[^2]))
        {
            Put("+");
        }

        Break();
        var isLineStart = true;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\n')
            {
                Break();
                isLineStart = true;
                continue;
            }

            if (isLineStart)
            {
                Put(' ', indent - _column);
            }

            isLineStart = false;
            PutCharacter(value, ref i);
            _isInIndent = false;
        }

        _isInIndent = isLineStart;
        _isAfterSpace = isLineStart;
    }

    private static string Escape(string value, ref int i)
    {
        var c = value[i];
        if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
        {
            return string.Create(CultureInfo.InvariantCulture, $"\\U{char.ConvertToUtf32(c, value[++i]):X8}");
        }

        return c switch
        {
            '\0' => "\\0",
            '\a' => "\\a",
            '\b' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\v' => "\\v",
            '\f' => "\\f",
            '\r' => "\\r",
            '\u001B' => "\\e",
            '"' => "\\\"",
            '\\' => "\\\\",
            '\u0085' => "\\N",
            '\u00A0' => "\\_",
            '\u2028' => "\\L",
            '\u2029' => "\\P",
            _ when char.IsSurrogate(c) => "\uFFFD",
            <= '\u00FF' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
        };
    }

    private void PutCharacter(string value, ref int i)
    {
        var length = char.IsHighSurrogate(value[i]) && i + 1 < value.Length ? 2 : 1;
        text.Append(value.AsSpan(i, length));
        i += length - 1;
        _column++;
    }

    private void Space()
    {
        if (!_isAfterSpace)
        {
            Put(" ");
        }
    }

    private void Put(ReadOnlySpan<char> characters)
    {
        text.Append(characters);
        _column += characters.Length;
    }

    private void Put(char character, int count)
    {
        if (count > 0)
        {
            text.Append(character, count);
            _column += count;
        }
    }

    private void Break()
    {
        text.Append('\n');
        _column = 0;
        _isAfterSpace = true;
        _isInIndent = true;
    }
}
