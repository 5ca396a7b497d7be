using System.Globalization;

namespace Mirror.Charts.Templating;

/// <summary>Cuts a template into tokens; text is trimmed here, comments end here.</summary>
internal sealed class Lexer(TemplateSource source)
{
    private const string Left = "{{";
    private const string Right = "}}";
    private const string SpaceCharacters = " \t\r\n";

    private readonly string _text = source.Text;
    private readonly List<Token> _tokens = [];
    private int _position;
    private int _parentheses;

    public List<Token> Read()
    {
        var trimNext = false;
        while (true)
        {
            var start = _position;
            var open = _text.IndexOf(Left, _position, StringComparison.Ordinal);
            var end = open < 0 ? _text.Length : open;
            AddText(start, end, trimNext, open >= 0 && HasLeftTrim(open + Left.Length));
            if (open < 0)
            {
                _tokens.Add(new Token(TokenKind.End, _text.Length, ""));
                return _tokens;
            }

            _position = open + Left.Length + (HasLeftTrim(open + Left.Length) ? 2 : 0);
            trimNext = At("/*") ? SkipComment(open) : ReadAction(open);
        }
    }

    private void AddText(int start, int end, bool trimStart, bool trimEnd)
    {
        while (trimStart && start < end && IsSpace(_text[start]))
        {
            start++;
        }

        while (trimEnd && end > start && IsSpace(_text[end - 1]))
        {
            end--;
        }

        if (end > start)
        {
            _tokens.Add(new Token(TokenKind.Text, start, _text[start..end]));
        }
    }

    private bool HasLeftTrim(int position) => position + 1 < _text.Length && _text[position] == '-' && IsSpace(_text[position + 1]);

    private bool HasRightTrim(int position) =>
        position + 3 < _text.Length && IsSpace(_text[position]) && _text[position + 1] == '-' && At(Right, position + 2);

    private bool SkipComment(int open)
    {
        var close = _text.IndexOf("*/", _position + 2, StringComparison.Ordinal);
        if (close < 0)
        {
            throw source.SyntaxError(open, "The comment is not closed.");
        }

        _position = close + 2;
        var trim = HasRightTrim(_position);
        _position += trim ? 2 : 0;
        if (!At(Right))
        {
            throw source.SyntaxError(open, "The comment ends before the closing delimiter '}}'.");
        }

        _position += Right.Length;
        return trim;
    }

    // Whether the text that follows is trimmed.
    private bool ReadAction(int open)
    {
        _tokens.Add(new Token(TokenKind.LeftDelimiter, open, Left));
        _parentheses = 0;
        while (true)
        {
            var trim = HasRightTrim(_position);
            if (trim || At(Right))
            {
                if (_parentheses > 0)
                {
                    throw source.SyntaxError(_position, "A left parenthesis is not closed.");
                }

                _position += trim ? 2 : 0;
                _tokens.Add(new Token(TokenKind.RightDelimiter, _position, Right));
                _position += Right.Length;
                return trim;
            }

            if (_position >= _text.Length)
            {
                throw source.SyntaxError(open, "The action is not closed; expected '}}'.");
            }

            ReadToken();
        }
    }

    private void ReadToken()
    {
        var start = _position;
        var c = _text[start];
        switch (c)
        {
            case ' ' or '\t' or '\r' or '\n':
                ReadSpace();
                return;
            case '=':
                Add(TokenKind.Assign, 1);
                return;
            case ':' when At(":="):
                Add(TokenKind.Declare, 2);
                return;
            case ':':
                throw source.SyntaxError(start, "Expected ':='.");
            case '|':
                Add(TokenKind.Pipe, 1);
                return;
            case ',':
                Add(TokenKind.Comma, 1);
                return;
            case '(':
                _parentheses++;
                Add(TokenKind.LeftParenthesis, 1);
                return;
            case ')':
                if (--_parentheses < 0)
                {
                    throw source.SyntaxError(start, "Unexpected right parenthesis.");
                }

                Add(TokenKind.RightParenthesis, 1);
                return;
            case '"':
                ReadQuoted('"', TokenKind.String);
                return;
            case '\'':
                ReadQuoted('\'', TokenKind.Character);
                return;
            case '`':
                ReadRawString();
                return;
            case '$':
                ReadName(TokenKind.Variable);
                return;
            case '.' when start + 1 >= _text.Length || !char.IsAsciiDigit(_text[start + 1]):
                ReadName(TokenKind.Field);
                return;
            case '+' or '-' or '.' or (>= '0' and <= '9'):
                ReadNumber();
                return;
            case var _ when IsLetterOrDigit(c):
                ReadName(TokenKind.Identifier);
                return;
            default:
                throw source.SyntaxError(start, $"Unexpected character '{c}' in an action.");
        }
    }

    private void ReadSpace()
    {
        var start = _position;
        while (_position < _text.Length && IsSpace(_text[_position]) && !HasRightTrim(_position))
        {
            _position++;
        }

        _tokens.Add(new Token(TokenKind.Space, start, " "));
    }

    private void ReadQuoted(char quote, TokenKind kind)
    {
        var start = _position++;
        while (_position < _text.Length && _text[_position] != quote)
        {
            if (_text[_position] == '\n')
            {
                break;
            }

            _position += _text[_position] == '\\' && _position + 1 < _text.Length && _text[_position + 1] != '\n' ? 2 : 1;
        }

        if (_position >= _text.Length || _text[_position] != quote)
        {
            throw source.SyntaxError(start, kind == TokenKind.String ? "The quoted string is not closed." : "The character constant is not closed.");
        }

        _position++;
        _tokens.Add(new Token(kind, start, _text[start.._position]));
    }

    private void ReadRawString()
    {
        var start = _position;
        var end = _text.IndexOf('`', start + 1);
        if (end < 0)
        {
            throw source.SyntaxError(start, "The raw string is not closed.");
        }

        _position = end + 1;
        _tokens.Add(new Token(TokenKind.RawString, start, _text[start.._position]));
    }

    private void ReadName(TokenKind kind)
    {
        var start = _position;
        _position += kind == TokenKind.Identifier ? 0 : 1;
        while (_position < _text.Length && IsLetterOrDigit(_text[_position]))
        {
            _position++;
        }

        if (!AtTerminator())
        {
            throw source.SyntaxError(_position, $"Unexpected character '{_text[_position]}' after '{_text[start.._position]}'.");
        }

        var text = _text[start.._position];
        _tokens.Add(new Token(text == "." ? TokenKind.Dot : kind, start, text));
    }

    private bool AtTerminator() =>
        _position >= _text.Length || IsSpace(_text[_position]) || ".,|:()".Contains(_text[_position], StringComparison.Ordinal) || At(Right);

    private void ReadNumber()
    {
        var start = _position;
        _position += _text[_position] is '+' or '-' ? 1 : 0;
        var digits = "0123456789_";
        var exponent = "eE";
        if (_position + 1 < _text.Length && _text[_position] == '0')
        {
            digits = char.ToLower(_text[_position + 1], CultureInfo.InvariantCulture) switch
            {
                'x' => "0123456789abcdefABCDEF_",
                'o' => "01234567_",
                'b' => "01_",
                _ => digits,
            };
            exponent = digits.Length == "0123456789abcdefABCDEF_".Length ? "pP" : digits.Length == "0123456789_".Length ? exponent : "";
            _position += digits.Length == "0123456789_".Length ? 0 : 2;
        }

        Skip(digits);
        if (_position < _text.Length && _text[_position] == '.')
        {
            _position++;
            Skip(digits);
        }

        if (_position < _text.Length && exponent.Contains(_text[_position], StringComparison.Ordinal))
        {
            _position++;
            _position += _position < _text.Length && _text[_position] is '+' or '-' ? 1 : 0;
            Skip("0123456789_");
        }

        if (_position < _text.Length && IsLetterOrDigit(_text[_position]))
        {
            throw source.SyntaxError(start, $"'{_text[start..(_position + 1)]}' is not a number.");
        }

        _tokens.Add(new Token(TokenKind.Number, start, _text[start.._position]));
    }

    private void Skip(string characters)
    {
        while (_position < _text.Length && characters.Contains(_text[_position], StringComparison.Ordinal))
        {
            _position++;
        }
    }

    private void Add(TokenKind kind, int length)
    {
        _tokens.Add(new Token(kind, _position, _text.Substring(_position, length)));
        _position += length;
    }

    private bool At(string expected) => At(expected, _position);

    private bool At(string expected, int position) => string.CompareOrdinal(_text, position, expected, 0, expected.Length) == 0;

    private static bool IsSpace(char c) => SpaceCharacters.Contains(c, StringComparison.Ordinal);

    private static bool IsLetterOrDigit(char c) => c == '_' || char.IsLetterOrDigit(c);
}
