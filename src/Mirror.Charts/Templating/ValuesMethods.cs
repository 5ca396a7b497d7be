using Mirror.Charts.Values;

namespace Mirror.Charts.Templating;

/// <summary>The methods that Helm's own map type for values has.</summary>
internal static class ValuesMethods
{
    public static bool TryGet(GoMap values, string name, Execution execution, out object? result)
    {
        result = name switch
        {
            "AsMap" => values,
            "YAML" => Yaml.YamlWriter.Write(values, execution.Budget),
            _ => null,
        };
        return result is not null;
    }

    public static bool TryCall(GoMap values, string name, List<object?> arguments, out object? result)
    {
        result = (name, arguments) switch
        {
            ("Table", [string path]) => Find(values, path) is GoMap table
                ? table
                : throw new Rendering.FunctionException($"There is no table '{path}' in the values."),
            ("PathValue", [string path]) => Find(values, path) is { } value and not GoMap
                ? value
                : throw new Rendering.FunctionException($"There is no value '{path}' in the values."),
            _ => null,
        };
        return result is not null;
    }

    private static object? Find(GoMap values, string path)
    {
        object? value = values;
        foreach (var part in path.Split('.'))
        {
            value = value is GoMap map && map.TryGet(part, out var inner) ? inner : null;
        }

        return value;
    }
}
