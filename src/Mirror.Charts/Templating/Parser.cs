using Mirror.Charts.Templating.Nodes;

namespace Mirror.Charts.Templating;

/// <summary>Reads a template file: what <c>define</c> and <c>block</c> make comes out beside the file's own template.</summary>
internal sealed class Parser
{
    private const int MaxDepth = 250;

    private readonly TemplateSource _source;
    private readonly ExpressionParser _expressions;
    private readonly TokenReader _tokens;
    private readonly List<Template> _templates = [];
    private int _rangeDepth;
    private int _depth;

    private Parser(TemplateSource source, FunctionTable functions)
    {
        _source = source;
        _tokens = new TokenReader(source, new Lexer(source).Read());
        _expressions = new ExpressionParser(source, _tokens, functions);
    }

    /// <exception cref="ChartException">The text is not a template.</exception>
    public static IReadOnlyList<Template> Parse(TemplateSource source, FunctionTable functions)
    {
        var parser = new Parser(source, functions);
        var (nodes, end) = parser.ParseList(isTopLevel: true);
        if (end.Kind != TokenKind.End)
        {
            throw source.SyntaxError(end.Position, $"Unexpected '{{{{{end.Text}}}}}'.");
        }

        parser.Add(new Template(source.Name, source, nodes), 0);
        return parser._templates;
    }

    // The token that ended the list: the end of the text, or the keyword 'end' or 'else' with its delimiter taken.
    private (ListNode List, Token End) ParseList(bool isTopLevel = false)
    {
        if (++_depth > MaxDepth)
        {
            throw _source.SyntaxError(_tokens.Peek().Position, $"Blocks are nested deeper than {MaxDepth} levels.");
        }

        var nodes = new List<Node>();
        var start = _tokens.Peek().Position;
        while (true)
        {
            var token = _tokens.Next();
            if (token.Kind == TokenKind.End)
            {
                _depth--;
                return (new ListNode(start, nodes), token);
            }

            if (token.Kind == TokenKind.Text)
            {
                nodes.Add(new TextNode(token.Position, token.Text));
                continue;
            }

            var keyword = _tokens.PeekNonSpace();
            if (keyword is { Kind: TokenKind.Identifier, Text: "end" or "else" })
            {
                _tokens.NextNonSpace();
                _depth--;
                return (new ListNode(start, nodes), keyword);
            }

            if (isTopLevel && keyword is { Kind: TokenKind.Identifier, Text: "define" })
            {
                ParseDefinition(_tokens.NextNonSpace());
                continue;
            }

            nodes.Add(ParseAction(token, keyword));
        }
    }

    private Node ParseAction(Token open, Token keyword)
    {
        if (keyword.Kind == TokenKind.Identifier && keyword.Text is "if" or "with" or "range" or "template" or "block" or "break" or "continue" or "define")
        {
            _tokens.NextNonSpace();
        }

        switch (keyword)
        {
            case { Kind: TokenKind.Identifier, Text: "if" }:
                return ParseControl(keyword, (pipe, body, other) => new IfNode(keyword.Position, pipe, body, other));
            case { Kind: TokenKind.Identifier, Text: "with" }:
                return ParseControl(keyword, (pipe, body, other) => new WithNode(keyword.Position, pipe, body, other));
            case { Kind: TokenKind.Identifier, Text: "range" }:
                return ParseControl(keyword, (pipe, body, other) => new RangeNode(keyword.Position, pipe, body, other));
            case { Kind: TokenKind.Identifier, Text: "template" }:
                return ParseTemplateCall(keyword);
            case { Kind: TokenKind.Identifier, Text: "block" }:
                return ParseBlock(keyword);
            case { Kind: TokenKind.Identifier, Text: "break" or "continue" }:
                return ParseLoopExit(keyword);
            case { Kind: TokenKind.Identifier, Text: "define" }:
                throw _source.SyntaxError(keyword.Position, "'define' is only possible outside of other blocks.");
            default:
                var pipe = _expressions.ParsePipeline("command", TokenKind.RightDelimiter);
                return new ActionNode(open.Position, pipe);
        }
    }

    private Node ParseLoopExit(Token keyword)
    {
        if (_rangeDepth == 0)
        {
            throw _source.SyntaxError(keyword.Position, $"'{keyword.Text}' is only possible inside of 'range'.");
        }

        _tokens.Expect(TokenKind.RightDelimiter, keyword.Text);
        return keyword.Text == "break" ? new BreakNode(keyword.Position) : new ContinueNode(keyword.Position);
    }

    private Node ParseControl(Token keyword, Func<PipeNode, ListNode, ListNode?, Node> make)
    {
        var scope = _expressions.OpenScope();
        var pipe = _expressions.ParsePipeline(keyword.Text, TokenKind.RightDelimiter);
        _rangeDepth += keyword.Text == "range" ? 1 : 0;
        var (body, end) = ParseList();
        _rangeDepth -= keyword.Text == "range" ? 1 : 0;
        ListNode? otherwise = null;
        if (end.Text == "else")
        {
            var next = _tokens.PeekNonSpace();
            if (next.Kind == TokenKind.Identifier && next.Text == keyword.Text && keyword.Text is "if" or "with")
            {
                // The 'else if' takes the 'end' of the whole chain.
                if (++_depth > MaxDepth)
                {
                    throw _source.SyntaxError(next.Position, $"Blocks are nested deeper than {MaxDepth} levels.");
                }

                otherwise = new ListNode(next.Position, [ParseAction(next, next)]);
                _depth--;
                _expressions.CloseScope(scope);
                return make(pipe, body, otherwise);
            }

            _tokens.Expect(TokenKind.RightDelimiter, "else");
            (otherwise, end) = ParseList();
        }

        ExpectEnd(keyword, end);
        _expressions.CloseScope(scope);
        return make(pipe, body, otherwise);
    }

    private void ExpectEnd(Token keyword, Token end)
    {
        if (end.Kind == TokenKind.End)
        {
            throw _source.SyntaxError(keyword.Position, $"'{keyword.Text}' has no '{{{{end}}}}'.");
        }

        if (end.Text != "end")
        {
            throw _source.SyntaxError(end.Position, $"Unexpected '{{{{{end.Text}}}}}'; expected '{{{{end}}}}'.");
        }

        _tokens.Expect(TokenKind.RightDelimiter, "end");
    }

    private TemplateNode ParseTemplateCall(Token keyword)
    {
        var name = ReadName(keyword);
        if (_tokens.PeekNonSpace().Kind == TokenKind.RightDelimiter)
        {
            _tokens.NextNonSpace();
            return new TemplateNode(keyword.Position, name, null);
        }

        return new TemplateNode(keyword.Position, name, _expressions.ParsePipeline("template", TokenKind.RightDelimiter));
    }

    private TemplateNode ParseBlock(Token keyword)
    {
        var name = ReadName(keyword);
        var pipe = _expressions.ParsePipeline("block", TokenKind.RightDelimiter);
        ParseBody(keyword, name);
        return new TemplateNode(keyword.Position, name, pipe);
    }

    private void ParseDefinition(Token keyword)
    {
        var name = ReadName(keyword);
        _tokens.Expect(TokenKind.RightDelimiter, "define");
        ParseBody(keyword, name);
    }

    // A definition sees none of the variables around it, and none of its loops.
    private void ParseBody(Token keyword, string name)
    {
        var outer = _expressions.IsolateScope();
        var outerRange = _rangeDepth;
        _rangeDepth = 0;
        var (body, end) = ParseList();
        ExpectEnd(keyword, end);
        _rangeDepth = outerRange;
        _expressions.RestoreScope(outer);
        Add(new Template(name, _source, body), keyword.Position);
    }

    // Another file may define a template again, the same file may not.
    private void Add(Template template, int position)
    {
        if (!template.IsEmpty && _templates.Exists(other => other.Name == template.Name && !other.IsEmpty))
        {
            throw _source.SyntaxError(position, $"The template '{template.Name}' is defined twice.");
        }

        _templates.Add(template);
    }

    private string ReadName(Token keyword)
    {
        var token = _tokens.NextNonSpace();
        if (token.Kind is TokenKind.String or TokenKind.RawString && Values.GoQuote.TryUnquote(token.Text, out var name))
        {
            return name;
        }

        throw _source.SyntaxError(token.Position, $"'{keyword.Text}' needs the name of a template in quotes.");
    }
}
