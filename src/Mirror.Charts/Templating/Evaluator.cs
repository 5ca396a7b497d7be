using Mirror.Charts.Rendering;
using Mirror.Charts.Templating.Nodes;
using Mirror.Charts.Values;

namespace Mirror.Charts.Templating;

/// <summary>Runs one template once: its blocks, variables and output. Expressions are the other half.</summary>
internal sealed partial class Evaluator
{
    private readonly Execution _execution;
    private readonly RenderBudget _budget;
    private readonly Template _template;
    private readonly TextBuilder _output;
    private readonly object? _data;
    private readonly List<(string Name, object? Value)> _variables;

    public Evaluator(Execution execution, Template template, object? data, TextBuilder output)
    {
        _execution = execution;
        _budget = execution.Budget;
        _template = template;
        _output = output;
        _data = data;
        _variables = [("$", data)];
    }

    private enum Flow
    {
        Next,
        Break,
        Continue,
    }

    /// <exception cref="ChartException">Something in the template fails.</exception>
    public void Evaluate()
    {
        try
        {
            Walk(_data, _template.Body);
        }
        catch (FunctionException e)
        {
            throw Error(_template.Body, e.Message, e.Failure, e);
        }
    }

    private Flow Walk(object? dot, ListNode list)
    {
        var nodes = list.Nodes;
        for (var i = 0; i < nodes.Count; i++)
        {
            var flow = Walk(dot, nodes[i]);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    private Flow Walk(object? dot, Node node)
    {
        _budget.Step();
        switch (node)
        {
            case TextNode text:
                _output.Append(text.Text);
                return Flow.Next;
            case ActionNode action:
                var value = Pipeline(dot, action.Pipe);
                if (action.Pipe.Variables.Count == 0)
                {
                    Print(value);
                }

                return Flow.Next;
            case IfNode branch:
                return WalkIf(dot, branch);
            case WithNode with:
                return WalkWith(dot, with);
            case RangeNode range:
                return WalkRange(dot, range);
            case TemplateNode call:
                WalkTemplate(dot, call);
                return Flow.Next;
            case BreakNode:
                return Flow.Break;
            case ContinueNode:
                return Flow.Continue;
            default:
                throw Error(node, $"'{node.GetType().Name}' cannot stand here.");
        }
    }

    private void Print(object? value)
    {
        if (value is string text)
        {
            _output.Append(text);
        }
        else if (value is null or Missing)
        {
            _output.Append("<no value>");
        }
        else
        {
            GoFormat.Write(_output, value);
        }
    }

    private Flow WalkIf(object? dot, IfNode node)
    {
        var mark = _variables.Count;
        var flow = Flow.Next;
        if (GoTypes.IsTrue(Pipeline(dot, node.Pipe)))
        {
            flow = Walk(dot, node.Body);
        }
        else if (node.Otherwise is not null)
        {
            flow = Walk(dot, node.Otherwise);
        }

        Forget(mark);
        return flow;
    }

    private Flow WalkWith(object? dot, WithNode node)
    {
        var mark = _variables.Count;
        var flow = Flow.Next;
        var value = Pipeline(dot, node.Pipe);
        if (GoTypes.IsTrue(value))
        {
            flow = Walk(value, node.Body);
        }
        else if (node.Otherwise is not null)
        {
            flow = Walk(dot, node.Otherwise);
        }

        Forget(mark);
        return flow;
    }

    private Flow WalkRange(object? dot, RangeNode node)
    {
        var mark = _variables.Count;
        var subject = Pipeline(dot, node.Pipe);
        var isAny = false;
        foreach (var (key, element) in Elements(node, subject))
        {
            isAny = true;
            _budget.Step();
            var inner = _variables.Count;
            Declare(node.Pipe, key, element);
            var flow = Walk(element, node.Body);
            Forget(inner);
            if (flow == Flow.Break)
            {
                break;
            }
        }

        var result = Flow.Next;
        if (!isAny && node.Otherwise is not null)
        {
            result = Walk(dot, node.Otherwise);
        }

        Forget(mark);
        return result;
    }

    private void Declare(PipeNode pipe, object? key, object? element)
    {
        var names = pipe.Variables;
        if (names.Count == 0)
        {
            return;
        }

        if (pipe.IsAssignment)
        {
            Assign(pipe, names[^1], element);
            if (names.Count > 1)
            {
                Assign(pipe, names[0], key);
            }

            return;
        }

        // Set in place: the pipeline has declared them.
        var first = _variables.Count - names.Count;
        _variables[^1] = (names[^1], element);
        if (names.Count > 1)
        {
            _variables[first] = (names[0], key);
        }
    }

    private IEnumerable<(object? Key, object? Element)> Elements(Node node, object? subject)
    {
        switch (subject)
        {
            case null or Missing:
                return [];
            case GoList list:
                return list.Select((element, index) => ((object?)(nint)index, element));
            case GoMap map:
                return map.SortedKeys().Where(map.ContainsKey).Select(key => ((object?)key, map[key]));
            case nint count:
                return Enumerable.Range(0, (int)Math.Clamp(count, 0, int.MaxValue)).Select(i => ((object?)(nint)i, (object?)(nint)i));
            case GoObject obj when obj.ToData() is GoMap map && obj.GoKind == "map":
                return map.Select(entry => ((object?)entry.Key, entry.Value));
            default:
                throw Error(node, $"'range' cannot walk over a value of type {GoTypes.NameOf(subject)}.");
        }
    }

    private void WalkTemplate(object? dot, TemplateNode node)
    {
        if (!_execution.TryGetTemplate(node.Name, out var template))
        {
            throw Error(node, $"There is no template '{node.Name}'.");
        }

        var data = node.Pipe is null ? Missing.Value : Pipeline(dot, node.Pipe);
        try
        {
            _execution.Enter(_template.Source, node.Position);
            _execution.Run(template, data, _output);
            _execution.Leave();
        }
        catch (FunctionException e)
        {
            throw Error(node, e.Message, e.Failure, e);
        }
    }

    private void Forget(int mark) => _variables.RemoveRange(mark, _variables.Count - mark);

    private void Assign(Node node, string name, object? value)
    {
        for (var i = _variables.Count - 1; i >= 0; i--)
        {
            if (_variables[i].Name == name)
            {
                _variables[i] = (name, value);
                return;
            }
        }

        throw Error(node, $"The variable '{name}' is not declared.");
    }

    private ChartException Error(Node node, string reason, ChartFailure failure = ChartFailure.Rendering, Exception? innerException = null) =>
        _execution.Error(_template.Source, node.Position, reason, failure, innerException);
}
