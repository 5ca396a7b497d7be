using System.Globalization;
using System.Text;
using Mirror.Charts.Values;

namespace Mirror.Charts.Discovery;

/// <summary>Reads kubectl's JSONPath templates.</summary>
internal sealed class JsonPathParser
{
    private const int MaxLength = 4096;
    private const int MaxDepth = 20;

    private readonly string _text;
    private int _position;
    private int _depth;

    private JsonPathParser(string text) => _text = text;

    /// <exception cref="ChartException">The text is not a template, or has no expression in it.</exception>
    public static IReadOnlyList<JsonPathPart> Parse(string text)
    {
        var parser = new JsonPathParser(text);
        if (text.Length > MaxLength)
        {
            throw parser.Bad($"it is longer than {MaxLength} characters");
        }

        var parts = parser.Parts(inRange: false);
        return parts.All(part => part is JsonPathText) ? throw parser.Bad("it has no expression in braces, such as '{.spec.image}'") : parts;
    }

    private List<JsonPathPart> Parts(bool inRange)
    {
        if (++_depth > MaxDepth)
        {
            throw Bad($"its ranges are nested deeper than {MaxDepth} levels");
        }

        var parts = new List<JsonPathPart>();
        while (_position < _text.Length)
        {
            var open = _text.IndexOf('{', _position);
            var end = open < 0 ? _text.Length : open;
            if (end > _position)
            {
                parts.Add(new JsonPathText(_text[_position..end]));
            }

            _position = end;
            if (open < 0)
            {
                break;
            }

            _position++;
            if (AcceptWord("end"))
            {
                if (!inRange)
                {
                    throw Bad("it has an '{end}' without a '{range}'");
                }

                Expect('}');
                _depth--;
                return parts;
            }

            parts.Add(Part());
        }

        _depth--;
        return inRange ? throw Bad("a '{range}' has no '{end}'") : parts;
    }

    private JsonPathPart Part()
    {
        if (AcceptWord("range"))
        {
            var over = Expression();
            Expect('}');
            return new JsonPathRange(over, Parts(inRange: true));
        }

        SkipSpaces();
        if (Peek() is '"' or '\'')
        {
            var literal = Quoted();
            Expect('}');
            return new JsonPathText(literal);
        }

        var expression = Expression();
        Expect('}');
        return expression;
    }

    private JsonPathExpression Expression()
    {
        SkipSpaces();
        var steps = new List<JsonPath>();
        if (Peek() is '$' or '@')
        {
            _position++;
        }
        else if (char.IsAsciiLetter(Peek()) || Peek() == '_')
        {
            steps.Add(FieldStep());
        }

        while (true)
        {
            switch (Peek())
            {
                case '.' when Peek(1) == '.':
                    _position += 2;
                    steps.Add(new JsonPath.Descent());
                    if (Peek() is not '[')
                    {
                        steps.Add(FieldStep());
                    }

                    break;
                case '.':
                    _position++;
                    if (Peek() is not '[')
                    {
                        steps.Add(FieldStep());
                    }

                    break;
                case '[':
                    steps.Add(Bracket());
                    break;
                default:
                    return new JsonPathExpression(steps);
            }
        }
    }

    private JsonPath FieldStep()
    {
        if (Peek() == '*')
        {
            _position++;
            return new JsonPath.Wildcard();
        }

        var name = new StringBuilder();
        while (_position < _text.Length && !" \t\r\n.,[](){}'\"=!<>@$|&".Contains(_text[_position], StringComparison.Ordinal))
        {
            // A backslash takes the next character into the name, as in 'example\.com'.
            if (_text[_position] == '\\' && _position + 1 < _text.Length)
            {
                _position++;
            }

            name.Append(_text[_position++]);
        }

        return name.Length > 0 ? new JsonPath.Field(name.ToString()) : throw Bad($"the name of a field is expected at character {_position + 1}");
    }

    private JsonPath Bracket()
    {
        Expect('[');
        SkipSpaces();
        if (Peek() == '?')
        {
            _position++;
            Expect('(');
            var condition = Condition();
            Expect(')');
            Expect(']');
            return new JsonPath.Filter(condition);
        }

        var members = new List<JsonPath>();
        do
        {
            members.Add(BracketMember());
            SkipSpaces();
        }
        while (Accept(','));
        Expect(']');
        return members.Count == 1 ? members[0] : new JsonPath.Union(members);
    }

    private JsonPath BracketMember()
    {
        SkipSpaces();
        switch (Peek())
        {
            case '*':
                _position++;
                return new JsonPath.Wildcard();
            case '\'' or '"':
                return new JsonPath.Field(Quoted());
            case var c when char.IsAsciiLetter(c) || c == '_':
                return FieldStep();
        }

        var start = Number();
        if (!Accept(':'))
        {
            return start is { } index ? new JsonPath.Element(index) : throw Bad($"an index, a slice or a name is expected at character {_position + 1}");
        }

        var end = Number();
        var step = Accept(':') ? Number() ?? 1 : 1;
        return step > 0 ? new JsonPath.Slice(start, end, step) : throw Bad("the step of a slice must be greater than zero");
    }

    private JsonPathCondition Condition()
    {
        if (++_depth > MaxDepth)
        {
            throw Bad($"its filters are nested deeper than {MaxDepth} levels");
        }

        var left = Expression();
        SkipSpaces();
        var comparison = Array.Find(["==", "!=", "<=", ">=", "<", ">"], candidate => string.CompareOrdinal(_text, _position, candidate, 0, candidate.Length) == 0) ?? "";
        _position += comparison.Length;
        SkipSpaces();
        var isPath = comparison.Length > 0 && Peek() is '@' or '$' or '.';
        var right = isPath ? Expression() : null;
        var constant = comparison.Length == 0 || isPath ? null : Constant();
        SkipSpaces();
        _depth--;
        return new JsonPathCondition(left, comparison, right, constant);
    }

    private object? Constant()
    {
        if (Peek() is '"' or '\'')
        {
            return Quoted();
        }

        var start = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is '+' or '-' or '.'))
        {
            _position++;
        }

        var word = _text[start.._position];
        return word switch
        {
            "true" => true,
            "false" => false,
            "null" or "nil" => null,
            _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw Bad($"a text in quotes or a number is expected at character {start + 1}"),
        };
    }

    private string Quoted()
    {
        var quote = _text[_position];
        var start = _position++;
        while (_position < _text.Length && _text[_position] != quote)
        {
            _position += _text[_position] == '\\' ? 2 : 1;
        }

        if (_position >= _text.Length)
        {
            throw Bad($"the quote at character {start + 1} is not closed");
        }

        _position++;
        var inner = _text[(start + 1)..(_position - 1)];
        return GoQuote.TryUnquote($"\"{(quote == '\'' ? inner.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\\'", "'", StringComparison.Ordinal) : inner)}\"", out var text)
            ? text
            : throw Bad($"the text at character {start + 1} has an escape that is not known");
    }

    private int? Number()
    {
        SkipSpaces();
        var start = _position;
        _position += Peek() == '-' ? 1 : 0;
        while (char.IsAsciiDigit(Peek()))
        {
            _position++;
        }

        var digits = _text.AsSpan(start, _position - start);
        SkipSpaces();
        return digits.Length == 0 ? null
            : int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw Bad($"'{digits}' is not an index");
    }

    private bool AcceptWord(string word)
    {
        var start = _position;
        SkipSpaces();
        if (string.CompareOrdinal(_text, _position, word, 0, word.Length) == 0 && !char.IsAsciiLetterOrDigit(Peek(word.Length)))
        {
            _position += word.Length;
            return true;
        }

        _position = start;
        return false;
    }

    private bool Accept(char expected)
    {
        if (Peek() != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Expect(char expected)
    {
        SkipSpaces();
        if (!Accept(expected))
        {
            throw Bad($"'{expected}' is expected at character {_position + 1}");
        }
    }

    private void SkipSpaces()
    {
        while (char.IsWhiteSpace(Peek()))
        {
            _position++;
        }
    }

    private char Peek(int ahead = 0) => _position + ahead < _text.Length ? _text[_position + ahead] : '\0';

    private ChartException Bad(string reason) => new(ChartFailure.ImagePath, $"The image path '{_text}' is not a JSONPath template: {reason}.");
}
