using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using Mirror.Charts.Yaml;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>What Helm adds to Sprig: calls between templates, and reading and writing of YAML, JSON and TOML.</summary>
internal static class HelmFunctions
{
    public static IEnumerable<TemplateFunction> All =>
    [
        Of("include", (e, a) => e.Run((string)a[0]!, a[1]), Text, Any),
        Of("tpl", (e, a) => e.RunText((string)a[0]!, a[1]).Replace("<no value>", "", StringComparison.Ordinal), Text, Any),
        Of("required", (_, a) => a[1] is null or "" ? throw new FunctionException((string)a[0]!, ChartFailure.RequiredValue) : a[1], Text, Any),

        // There is no cluster to ask: Helm answers the same when it only renders.
        Of("lookup", (_, _) => new GoMap(), Text, Text, Text, Text),
        Of("toYaml", (e, a) => ToYaml(e, a[0], YamlStyle.Compact), Any),
        Of("mustToYaml", (e, a) => TrimLine(YamlWriter.Write(a[0], e.Budget)), Any),
        Of("toYamlPretty", (e, a) => ToYaml(e, a[0], YamlStyle.Pretty), Any),
        Of("fromYaml", (e, a) => MapOrError(() => ReadYaml(e, a[0])), Text),
        Of("fromYamlArray", (e, a) => ListOrError(() => ReadYaml(e, a[0])), Text),
        Of("toJson", (e, a) => TextOrNothing(() => GoJson.Write(a[0], e.Budget)), Any),
        Of("mustToJson", (e, a) => GoJson.Write(a[0], e.Budget), Any),
        Of("toPrettyJson", (e, a) => TextOrNothing(() => GoJson.Write(a[0], e.Budget, indent: "  ")), Any),
        Of("mustToPrettyJson", (e, a) => GoJson.Write(a[0], e.Budget, indent: "  "), Any),
        Of("toRawJson", (e, a) => GoJson.Write(a[0], e.Budget, escapeHtml: false), Any),
        Of("mustToRawJson", (e, a) => GoJson.Write(a[0], e.Budget, escapeHtml: false), Any),
        Of("fromJson", (e, a) => MapOrError(() => GoJson.Read((string)a[0]!, e.Budget)), Text),
        Of("mustFromJson", (e, a) => GoJson.Read((string)a[0]!, e.Budget), Text),
        Of("fromJsonArray", (e, a) => ListOrError(() => GoJson.Read((string)a[0]!, e.Budget)), Text),
        Of("toToml", (e, a) => TomlWriter.Write(a[0], e.Budget), Any),
        Of("mustToToml", (e, a) => TomlWriter.Write(a[0], e.Budget), Any),
    ];

    private static string ToYaml(Execution execution, object? value, YamlStyle style) =>
        TextOrNothing(() => TrimLine(YamlWriter.Write(value, execution.Budget, style)));

    private static string TrimLine(string text) => text.EndsWith('\n') ? text[..^1] : text;

    private static object? ReadYaml(Execution execution, object? text)
    {
        execution.Budget.Steps(((string)text!).Length / 4);
        return YamlReader.Read((string)text);
    }

    // Helm hides what cannot be written; a limit is not hidden.
    private static string TextOrNothing(Func<string> write)
    {
        try
        {
            return write();
        }
        catch (FunctionException e) when (e.Failure != ChartFailure.Limit)
        {
            return "";
        }
    }

    // Helm gives the error to the template as the value of a key.
    private static GoMap MapOrError(Func<object?> read)
    {
        try
        {
            return read() switch
            {
                null => new GoMap(),
                GoMap map => map,
                var other => Problem($"error unmarshaling JSON: a map is expected, not a value of type {GoTypes.NameOf(other)}"),
            };
        }
        catch (Exception e) when (e is YamlException or FunctionException { Failure: not ChartFailure.Limit })
        {
            return Problem(e.Message);
        }
    }

    private static GoMap Problem(string message) => new() { ["Error"] = message };

    private static GoList ListOrError(Func<object?> read)
    {
        try
        {
            return read() switch
            {
                null => GoList.Empty,
                GoList list => list,
                var other => new GoList([$"error unmarshaling JSON: a list is expected, not a value of type {GoTypes.NameOf(other)}"]),
            };
        }
        catch (Exception e) when (e is YamlException or FunctionException { Failure: not ChartFailure.Limit })
        {
            return new GoList([e.Message]);
        }
    }
}
