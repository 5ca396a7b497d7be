using Mirror.Charts.Functions;
using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;

namespace Mirror.Charts.Tests;

/// <summary>Runs a piece of template text without a chart around it.</summary>
internal static class Snippet
{
    public static string Render(string text, object? data = null, RenderLimits? limits = null)
    {
        var budget = new RenderBudget(limits ?? new RenderLimits(), TimeProvider.System, CancellationToken.None);
        var templates = new TemplateSet();
        foreach (var template in Parser.Parse(new TemplateSource("test", "test.yaml", text), HelmFunctionTable.Instance))
        {
            templates.Add(template);
        }

        var execution = new Execution("test", HelmFunctionTable.Instance, templates, budget)
        {
            Clock = FixedClock.Instance,
            Random = new SeededChartRandom(1),
        };
        return execution.Run("test.yaml", data ?? new GoMap());
    }

    /// <summary>Data of a template, written as YAML.</summary>
    public static object? Data(string yaml) => Charts.Yaml.YamlReader.Read(yaml);
}
