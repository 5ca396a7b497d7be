using System.Runtime.CompilerServices;
using Mirror.Charts.Rendering;
using Mirror.Charts.Values;

namespace Mirror.Charts.Templating;

/// <summary>One rendering of a chart: the templates, what is left of the limits, and what functions may know of the world.</summary>
internal sealed class Execution(string chart, FunctionTable functions, TemplateSet templates, RenderBudget budget)
{
    private const int MaxTrail = 10;
    private const int MaxParsedTexts = 2000;

    private readonly Stack<(TemplateSource Source, int Position)> _callers = new();
    private readonly Dictionary<(string Name, string Text), IReadOnlyList<Template>> _parsedTexts = [];
    private TemplateSet _templates = templates;

    public RenderBudget Budget => budget;

    /// <summary>Of <c>now</c>, dates and certificates.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Of passwords, identifiers and keys.</summary>
    public required IChartRandom Random { get; init; }

    /// <summary>Name of the chart that is rendered.</summary>
    public string Chart => chart;

    /// <summary>Parsed regular expressions of this rendering.</summary>
    public Functions.RegexCache Regexes { get; } = new();

    /// <summary>Runs a template by name and returns what it wrote.</summary>
    public string Run(string name, object? data)
    {
        if (!_templates.TryGet(name, out var template))
        {
            throw new FunctionException($"There is no template '{name}'.");
        }

        var output = new TextBuilder(budget);
        Run(template, data, output);
        return output.ToString();
    }

    /// <summary>Runs a template into an output that others write to as well.</summary>
    public void Run(Template template, object? data, TextBuilder output)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new FunctionException("The templates call each other too deeply.", ChartFailure.Limit);
        }

        new Evaluator(this, template, data, output).Evaluate();
    }

    public bool TryGetTemplate(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Template? template) =>
        _templates.TryGet(name, out template);

    /// <summary>Runs text as a template, as <c>tpl</c> does: it sees all templates, and what it defines is gone afterwards.</summary>
    public string RunText(string text, object? data)
    {
        // Most texts are values without any action in them.
        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return text;
        }

        var outer = _templates;
        if (outer.Depth > budget.MaxCallDepth)
        {
            throw new FunctionException("The templates call 'tpl' too deeply.", ChartFailure.Limit);
        }

        var name = _callers.TryPeek(out var caller) ? caller.Source.Name : chart;
        _templates = new TemplateSet(outer);
        try
        {
            var parsed = ParseText(name, text);
            foreach (var template in parsed)
            {
                _templates.Add(template);
            }

            var output = new TextBuilder(budget);
            Run(parsed[^1], data, output);
            return output.ToString();
        }
        finally
        {
            _templates = outer;
        }
    }

    /// <summary>Remembers the place of a call while it lasts.</summary>
    public void Enter(TemplateSource source, int position)
    {
        if (_callers.Count >= budget.MaxCallDepth)
        {
            throw new FunctionException($"The templates call each other more than {budget.MaxCallDepth} levels deep.", ChartFailure.Limit);
        }

        _callers.Push((source, position));
    }

    public void Leave() => _callers.Pop();

    /// <summary>An error at a place, with the calls that led there.</summary>
    public ChartException Error(TemplateSource source, int position, string reason, ChartFailure failure, Exception? innerException = null)
    {
        var place = source.PositionOf(position);
        var trail = _callers.Select(caller => caller.Source.PositionOf(caller.Position)).Where(caller => caller != place).Distinct().Take(MaxTrail);
        return new ChartException(failure, reason, place, [.. trail], innerException);
    }

    private IReadOnlyList<Template> ParseText(string name, string text)
    {
        if (!_parsedTexts.TryGetValue((name, text), out var parsed))
        {
            budget.Steps(text.Length);
            parsed = Parser.Parse(new TemplateSource(chart, name, text), functions);
            if (_parsedTexts.Count < MaxParsedTexts)
            {
                _parsedTexts.Add((name, text), parsed);
            }
        }

        return parsed;
    }
}
