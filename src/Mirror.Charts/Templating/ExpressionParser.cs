using Mirror.Charts.Templating.Nodes;
using Mirror.Charts.Values;

namespace Mirror.Charts.Templating;

/// <summary>Reads pipelines: what stands between the delimiters. Knows which variables are declared.</summary>
internal sealed class ExpressionParser(TemplateSource source, TokenReader tokens, FunctionTable functions)
{
    private const int MaxDepth = 100;
    private const int MaxCommands = 1000;

    private List<string> _variables = ["$"];
    private int _depth;

    public int OpenScope() => _variables.Count;

    public void CloseScope(int scope) => _variables.RemoveRange(scope, _variables.Count - scope);

    public List<string> IsolateScope()
    {
        var outer = _variables;
        _variables = ["$"];
        return outer;
    }

    public void RestoreScope(List<string> outer) => _variables = outer;

    public PipeNode ParsePipeline(string context, TokenKind end)
    {
        if (++_depth > MaxDepth)
        {
            throw source.SyntaxError(tokens.Peek().Position, $"Parentheses are nested deeper than {MaxDepth} levels.");
        }

        var start = tokens.PeekNonSpace().Position;
        var (declared, isAssignment) = ParseDeclarations(context);
        var commands = new List<CommandNode>();
        while (true)
        {
            var token = tokens.NextNonSpace();
            if (token.Kind == end)
            {
                Check(commands, token, context);
                _depth--;
                return new PipeNode(start, commands, declared, isAssignment);
            }

            if (!IsOperandStart(token.Kind))
            {
                throw tokens.Unexpected(token, context);
            }

            tokens.Back();
            commands.Add(ParseCommand(context));
            if (commands.Count > MaxCommands)
            {
                throw source.SyntaxError(token.Position, $"A pipeline has more than {MaxCommands} commands.");
            }
        }
    }

    private (IReadOnlyList<string> Names, bool IsAssignment) ParseDeclarations(string context)
    {
        var names = new List<string>();
        while (tokens.PeekNonSpace() is { Kind: TokenKind.Variable } variable)
        {
            tokens.NextNonSpace();
            var hadSpace = tokens.Peek().Kind == TokenKind.Space;
            var next = tokens.PeekNonSpace();
            switch (next.Kind)
            {
                case TokenKind.Declare or TokenKind.Assign:
                    tokens.NextNonSpace();
                    names.Add(variable.Text);
                    if (next.Kind == TokenKind.Assign)
                    {
                        CheckDeclared(names, variable);
                        return (names, true);
                    }

                    _variables.AddRange(names);
                    return (names, false);
                case TokenKind.Comma when context == "range" && names.Count == 0:
                    tokens.NextNonSpace();
                    names.Add(variable.Text);
                    if (tokens.PeekNonSpace().Kind != TokenKind.Variable)
                    {
                        throw source.SyntaxError(next.Position, "'range' can only declare variables.");
                    }

                    continue;
                case TokenKind.Comma:
                    throw source.SyntaxError(next.Position, $"Too many variables are declared in '{context}'.");
                default:
                    if (names.Count > 0)
                    {
                        throw tokens.Unexpected(next, context);
                    }

                    if (hadSpace)
                    {
                        tokens.Back();
                    }

                    tokens.Back();
                    return ([], false);
            }
        }

        return (names, false);
    }

    private void CheckDeclared(List<string> names, Token at)
    {
        foreach (var name in names)
        {
            if (!_variables.Contains(name))
            {
                throw source.SyntaxError(at.Position, $"The variable '{name}' is not declared.");
            }
        }
    }

    private void Check(List<CommandNode> commands, Token end, string context)
    {
        if (commands.Count == 0)
        {
            throw source.SyntaxError(end.Position, $"A value is missing in '{context}'.");
        }

        for (var i = 1; i < commands.Count; i++)
        {
            if (commands[i].Operands[0] is ConstantNode or DotNode or NilNode)
            {
                throw source.SyntaxError(commands[i].Position, "A pipeline can only go on with a function, a field or a variable.");
            }
        }
    }

    private static bool IsOperandStart(TokenKind kind) => kind is TokenKind.Identifier or TokenKind.Field or TokenKind.Variable or TokenKind.Dot
        or TokenKind.Number or TokenKind.Character or TokenKind.String or TokenKind.RawString or TokenKind.LeftParenthesis;

    private CommandNode ParseCommand(string context)
    {
        var operands = new List<Node>();
        var start = tokens.Peek().Position;
        while (true)
        {
            tokens.PeekNonSpace();
            if (ParseOperand(context) is { } operand)
            {
                operands.Add(operand);
            }

            var token = tokens.Next();
            switch (token.Kind)
            {
                case TokenKind.Space:
                    continue;
                case TokenKind.RightDelimiter or TokenKind.RightParenthesis:
                    tokens.Back();
                    break;
                case TokenKind.Pipe:
                    if (!IsOperandStart(tokens.PeekNonSpace().Kind))
                    {
                        throw source.SyntaxError(token.Position, $"A command is missing after '|' in '{context}'.");
                    }

                    break;
                default:
                    throw tokens.Unexpected(token, context);
            }

            return operands.Count > 0
                ? new CommandNode(start, [.. operands])
                : throw source.SyntaxError(start, $"A command is missing in '{context}'.");
        }
    }

    private Node? ParseOperand(string context)
    {
        if (ParseTerm() is not { } term)
        {
            return null;
        }

        if (tokens.Peek().Kind != TokenKind.Field)
        {
            return term;
        }

        var fields = new List<string>();
        while (tokens.Peek().Kind == TokenKind.Field)
        {
            fields.Add(tokens.Next().Text[1..]);
        }

        return term switch
        {
            FieldNode field => new FieldNode(field.Position, [.. field.Fields, .. fields]),
            VariableNode variable => new VariableNode(variable.Position, variable.Name, [.. variable.Fields, .. fields]),
            ConstantNode or NilNode or DotNode => throw source.SyntaxError(term.Position, $"Unexpected '.{fields[0]}' after a constant in '{context}'."),
            _ => new ChainNode(term.Position, term, [.. fields]),
        };
    }

    private Node? ParseTerm()
    {
        var token = tokens.NextNonSpace();
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                return ParseIdentifier(token);
            case TokenKind.Dot:
                return new DotNode(token.Position);
            case TokenKind.Field:
                return new FieldNode(token.Position, [token.Text[1..]]);
            case TokenKind.Variable:
                CheckDeclared([token.Text], token);
                return new VariableNode(token.Position, token.Text, []);
            case TokenKind.Number:
                return NumberLiteral.Parse(token.Text, out var number) is { } problem
                    ? throw source.SyntaxError(token.Position, problem)
                    : new ConstantNode(token.Position, number, token.Text);
            case TokenKind.Character:
                return ParseCharacter(token);
            case TokenKind.String or TokenKind.RawString:
                return GoQuote.TryUnquote(token.Text, out var text)
                    ? new ConstantNode(token.Position, text, token.Text)
                    : throw source.SyntaxError(token.Position, $"The string {token.Text} has an escape that is not known.");
            case TokenKind.LeftParenthesis:
                return ParsePipeline("parenthesized pipeline", TokenKind.RightParenthesis);
            default:
                tokens.Back();
                return null;
        }
    }

    private Node ParseIdentifier(Token token) => token.Text switch
    {
        "true" => new ConstantNode(token.Position, true, "true"),
        "false" => new ConstantNode(token.Position, false, "false"),
        "nil" => new NilNode(token.Position),
        "if" or "else" or "end" or "range" or "with" or "define" or "block" or "template" or "break" or "continue" =>
            throw source.SyntaxError(token.Position, $"Unexpected keyword '{token.Text}'."),
        _ when functions.TryGet(token.Text, out var function) => new FunctionNode(token.Position, function),
        _ => throw source.SyntaxError(token.Position, $"The function '{token.Text}' is not defined: Helm does not have it, or it is not supported here."),
    };

    private ConstantNode ParseCharacter(Token token)
    {
        if (GoQuote.TryUnquote(token.Text, out var text) && text.EnumerateRunes().Count() == 1)
        {
            return new ConstantNode(token.Position, (nint)text.EnumerateRunes().First().Value, token.Text);
        }

        throw source.SyntaxError(token.Position, $"{token.Text} is not a character constant.");
    }
}
