namespace Mirror.Charts.Templating;

/// <summary>Walks the tokens of a template; both halves of the parser share one.</summary>
internal sealed class TokenReader(TemplateSource source, List<Token> tokens)
{
    private int _index;

    public Token Next() => tokens[Math.Min(_index++, tokens.Count - 1)];

    public Token Peek() => tokens[Math.Min(_index, tokens.Count - 1)];

    public void Back() => _index--;

    public Token NextNonSpace()
    {
        SkipSpace();
        return Next();
    }

    public Token PeekNonSpace()
    {
        SkipSpace();
        return Peek();
    }

    public void Expect(TokenKind kind, string context)
    {
        var token = NextNonSpace();
        if (token.Kind != kind)
        {
            throw Unexpected(token, context);
        }
    }

    public ChartException Unexpected(Token token, string context) => source.SyntaxError(
        token.Position,
        token.Kind == TokenKind.End ? $"The template ends inside of '{context}'." : $"Unexpected '{token.Text}' in '{context}'.");

    private void SkipSpace()
    {
        while (Peek().Kind == TokenKind.Space)
        {
            _index++;
        }
    }
}
