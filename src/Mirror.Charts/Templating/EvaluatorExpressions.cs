using System.Security.Cryptography;
using Mirror.Charts.Rendering;
using Mirror.Charts.Templating.Nodes;
using Mirror.Charts.Values;

namespace Mirror.Charts.Templating;

internal sealed partial class Evaluator
{
    // Where a command is not the second or later one of a pipeline, there is no final argument.
    private static readonly object _noValue = new();

    private object? Pipeline(object? dot, PipeNode pipe)
    {
        var value = _noValue;
        var commands = pipe.Commands;
        for (var i = 0; i < commands.Count; i++)
        {
            value = Command(dot, commands[i], value) ?? Missing.Value;
        }

        if (pipe.Variables.Count > 0)
        {
            foreach (var name in pipe.Variables)
            {
                if (pipe.IsAssignment)
                {
                    Assign(pipe, name, value);
                }
                else
                {
                    _variables.Add((name, value));
                }
            }
        }

        return value;
    }

    private object? Command(object? dot, CommandNode command, object? final)
    {
        _budget.Step();
        var operands = command.Operands;
        switch (operands[0])
        {
            case FieldNode field:
                return Fields(dot, dot, field, field.Fields, operands, final);
            case ChainNode chain:
                return Chain(dot, chain, operands, final);
            case FunctionNode function:
                return Call(dot, function, operands, final);
            case VariableNode variable:
                return Variable(dot, variable, operands, final);
        }

        if (operands.Length > 1 || !ReferenceEquals(final, _noValue))
        {
            throw Error(operands[0], "Arguments are given to a value that is not a function.");
        }

        return operands[0] switch
        {
            PipeNode pipe => Pipeline(dot, pipe),
            ConstantNode constant => constant.Value,
            DotNode => dot,
            NilNode nil => throw Error(nil, "'nil' is not a command."),
            _ => throw Error(operands[0], $"'{operands[0].GetType().Name}' is not a command."),
        };
    }

    // The value of one operand that takes no arguments itself.
    private object? Operand(object? dot, Node node) => node switch
    {
        ConstantNode constant => constant.Value,
        FieldNode field => Fields(dot, dot, field, field.Fields, [], _noValue),
        VariableNode variable => Variable(dot, variable, [], _noValue),
        DotNode => dot,
        NilNode => null,
        PipeNode pipe => Pipeline(dot, pipe),
        ChainNode chain => Chain(dot, chain, [], _noValue),
        FunctionNode function => Call(dot, function, [], _noValue),
        _ => throw Error(node, $"'{node.GetType().Name}' is not a value."),
    };

    private object? Variable(object? dot, VariableNode node, Node[] operands, object? final)
    {
        var value = Lookup(node);
        if (node.Fields.Length > 0)
        {
            return Fields(dot, value, node, node.Fields, operands, final);
        }

        return operands.Length > 1 || !ReferenceEquals(final, _noValue)
            ? throw Error(node, $"Arguments are given to the variable '{node.Name}', which is not a function.")
            : value;
    }

    private object? Lookup(VariableNode node)
    {
        for (var i = _variables.Count - 1; i >= 0; i--)
        {
            if (string.Equals(_variables[i].Name, node.Name, StringComparison.Ordinal))
            {
                return _variables[i].Value;
            }
        }

        throw Error(node, $"The variable '{node.Name}' is not declared.");
    }

    private object? Chain(object? dot, ChainNode chain, Node[] operands, object? final)
    {
        if (chain.Operand is NilNode)
        {
            throw Error(chain, "A field of 'nil' is asked for.");
        }

        // A nil that went through parentheses has no fields, but asking for one is not an error: charts rely on it.
        return Fields(dot, Operand(dot, chain.Operand) ?? Missing.Value, chain, chain.Fields, operands, final);
    }

    private object? Fields(object? dot, object? receiver, Node node, string[] fields, Node[] operands, object? final)
    {
        for (var i = 0; i < fields.Length - 1; i++)
        {
            receiver = Field(dot, receiver, node, fields[i], [], _noValue);
        }

        return Field(dot, receiver, node, fields[^1], operands, final);
    }

    private object? Field(object? dot, object? receiver, Node node, string name, Node[] operands, object? final)
    {
        var hasArguments = operands.Length > 1 || !ReferenceEquals(final, _noValue);
        switch (receiver)
        {
            case Missing:
                return Missing.Value;
            case null:
                throw Error(node, $"A value is missing: the field '{name}' of nil is asked for.");
            case GoObject or GoMap { GoType: GoMap.ValuesType } when hasArguments:
                return CallMethod(dot, receiver, node, name, operands, final);
            case GoMap map:
                if (hasArguments)
                {
                    throw Error(node, $"Arguments are given to the field '{name}', which is not a method.");
                }

                return map.TryGet(name, out var value) ? value
                    : map.GoType == GoMap.ValuesType && ValuesMethods.TryGet(map, name, _execution, out value) ? value
                    : map.ZeroValue;
            case GoObject obj:
                return obj.TryGet(name, out var member) ? member : CallMethod(dot, receiver, node, name, operands, final);
            default:
                throw NoField(node, receiver, name);
        }
    }

    private ChartException NoField(Node node, object receiver, string name) =>
        Error(node, $"A value of type {GoTypes.NameOf(receiver)} has no field '{name}'.");

    private object? CallMethod(object? dot, object receiver, Node node, string name, Node[] operands, object? final)
    {
        var arguments = new List<object?>();
        for (var i = 1; i < operands.Length; i++)
        {
            arguments.Add(Missing.ToNil(Operand(dot, operands[i])));
        }

        if (!ReferenceEquals(final, _noValue))
        {
            arguments.Add(Missing.ToNil(final));
        }

        return Guard(node, name, () =>
        {
            object? result;
            var isMethod = receiver is GoObject obj
                ? obj.TryCall(name, _execution, [.. arguments], out result)
                : ValuesMethods.TryCall((GoMap)receiver, name, arguments, out result);
            return isMethod ? result
                : arguments.Count == 0 ? throw NoField(node, receiver, name)
                : throw new FunctionException($"A value of type {GoTypes.NameOf(receiver)} has no method for these arguments.");
        });
    }

    private object? Call(object? dot, FunctionNode node, Node[] operands, object? final)
    {
        var function = node.Function;
        var given = Math.Max(operands.Length - 1, 0);
        var count = given + (ReferenceEquals(final, _noValue) ? 0 : 1);
        var fixedCount = function.Parameters.Length - (function.IsVariadic ? 1 : 0);
        if (function.IsVariadic ? count < fixedCount : count != fixedCount)
        {
            var expected = function.IsVariadic ? $"at least {fixedCount}" : $"{fixedCount}";
            throw Error(node, $"The function '{function.Name}' takes {expected} arguments, not {count}.");
        }

        if (function.Name is "and" or "or")
        {
            return ShortCircuit(dot, function.Name == "or", operands, final);
        }

        var arguments = count == 0 ? [] : new object?[count];
        long textLength = 0;
        for (var i = 0; i < count; i++)
        {
            var value = i < given ? Operand(dot, operands[i + 1]) : final;
            var at = i < given ? operands[i + 1] : node;
            arguments[i] = Argument(function, function.KindOf(i), value, at);
            textLength += arguments[i] is string text ? text.Length : 0;
        }

        _budget.Steps(1 + function.Steps + textLength / 64);
        return Invoke(node, function, arguments);
    }

    private object? ShortCircuit(object? dot, bool until, Node[] operands, object? final)
    {
        object? value = null;
        for (var i = 1; i < operands.Length; i++)
        {
            value = Missing.ToNil(Operand(dot, operands[i]));
            if (GoTypes.IsTrue(value) == until)
            {
                return value;
            }
        }

        return ReferenceEquals(final, _noValue) ? value : Missing.ToNil(final);
    }

    private object? Invoke(FunctionNode node, TemplateFunction function, object?[] arguments)
    {
        var result = Guard(node, function.Name, () => function.Body(_execution, arguments));
        if (result is string text)
        {
            try
            {
                _budget.Text(text.Length);
            }
            catch (FunctionException e)
            {
                throw Error(node, e.Message, e.Failure, e);
            }
        }

        return result;
    }

    // Adds the place to what a function reports, and makes an error of the template from what the framework refuses.
    private object? Guard(Node node, string name, Func<object?> call)
    {
        try
        {
            _execution.Enter(_template.Source, node.Position);
            var result = call();
            _execution.Leave();
            return result;
        }
        catch (FunctionException e) when (e.Failure is ChartFailure.Limit or ChartFailure.RequiredValue)
        {
            throw Error(node, e.Message, e.Failure, e);
        }
        catch (FunctionException e)
        {
            throw Error(node, $"The function '{name}' failed: {e.Message}", e.Failure, e);
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException or FormatException or CryptographicException or NotSupportedException)
        {
            throw Error(node, $"The function '{name}' failed: {e.Message}", ChartFailure.Rendering, e);
        }
    }

    private object? Argument(TemplateFunction function, ParameterKind kind, object? value, Node at)
    {
        switch (kind)
        {
            case ParameterKind.Any:
                return value is Missing ? null : value;
            case ParameterKind.Text when value is string:
            case ParameterKind.Int when value is nint:
            case ParameterKind.Float when value is double:
            case ParameterKind.Bool when value is bool:
            case ParameterKind.Map when value is GoMap:
            case ParameterKind.List when value is GoList:
                return value;
            case ParameterKind.Int when at is ConstantNode && value is double d && double.IsInteger(d):
                return (nint)d;
            case ParameterKind.Float when at is ConstantNode && value is nint i:
                return (double)i;
            case ParameterKind.Counter when at is ConstantNode && value is nint i && i >= 0 && (long)i <= uint.MaxValue:
                return (uint)i;
            case ParameterKind.Map when value is Missing || at is NilNode:
                return new GoMap();
            case ParameterKind.List when value is Missing || at is NilNode:
                return GoList.Empty;
            default:
                var name = kind switch
                {
                    ParameterKind.Text => "string",
                    ParameterKind.Int => "int",
                    ParameterKind.Counter => "uint32",
                    ParameterKind.Float => "float64",
                    ParameterKind.Bool => "bool",
                    ParameterKind.Map => GoMap.AnyType,
                    _ => GoList.AnyType,
                };
                var actual = value is null or Missing ? "nothing (nil)" : $"a value of type {GoTypes.NameOf(value)}";
                throw Error(at, $"The function '{function.Name}' expects {name} here, not {actual}.");
        }
    }
}
