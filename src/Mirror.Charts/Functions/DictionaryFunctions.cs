using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>Sprig's dictionary functions; keys come sorted, where Go leaves the order to chance.</summary>
internal static class DictionaryFunctions
{
    public static IEnumerable<TemplateFunction> All =>
    [
        Variadic("dict", Dict, Any),
        Of("get", (_, a) => ((GoMap)a[0]!).TryGet((string)a[1]!, out var value) ? value : "", Map, Text),
        Of("set", (e, a) => Set(e, (GoMap)a[0]!, (string)a[1]!, a[2]), Map, Text, Any),
        Of("unset", (_, a) => Unset((GoMap)a[0]!, (string)a[1]!), Map, Text),
        Of("hasKey", (_, a) => ((GoMap)a[0]!).ContainsKey((string)a[1]!), Map, Text),
        Variadic("pluck", (_, a) => Pluck((string)a[0]!, a.Skip(1).Cast<GoMap>()), Text, Map),
        Variadic("keys", (e, a) => Keys(e, a.Cast<GoMap>()), Map),
        Of("values", (e, a) => Values(e, (GoMap)a[0]!), Map),
        Variadic("pick", (e, a) => Pick(e, (GoMap)a[0]!, a), Map, Text),
        Variadic("omit", (e, a) => Omit(e, (GoMap)a[0]!, a), Map, Text),
        Variadic("merge", (e, a) => MapMerge.MergeAll(a, false, e.Budget), Map, Map),
        Variadic("mustMerge", (e, a) => MapMerge.MergeAll(a, false, e.Budget), Map, Map),
        Variadic("mergeOverwrite", (e, a) => MapMerge.MergeAll(a, true, e.Budget), Map, Map),
        Variadic("mustMergeOverwrite", (e, a) => MapMerge.MergeAll(a, true, e.Budget), Map, Map),
        Of("deepCopy", (e, a) => GoEquality.DeepCopy(a[0], e.Budget), Any),
        Of("mustDeepCopy", (e, a) => GoEquality.DeepCopy(a[0], e.Budget), Any),
        Variadic("dig", (_, a) => Dig(a), Any),
    ];

    private static GoMap Dict(Execution execution, object?[] arguments)
    {
        var map = new GoMap((arguments.Length + 1) / 2);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            map[Casts.ToText(arguments[i], execution)] = i + 1 < arguments.Length ? arguments[i + 1] : "";
        }

        return map;
    }

    private static GoMap Set(Execution execution, GoMap map, string key, object? value)
    {
        // A map that holds itself could not be printed or copied; Go would run out of stack.
        if (ReferenceEquals(map, value))
        {
            throw new FunctionException("A dictionary cannot be put into itself.");
        }

        execution.Budget.Text(key.Length);
        map[key] = value;
        return map;
    }

    private static GoMap Unset(GoMap map, string key)
    {
        map.Remove(key);
        return map;
    }

    private static GoList Pluck(string key, IEnumerable<GoMap> maps)
    {
        var found = new List<object?>();
        foreach (var map in maps)
        {
            if (map.TryGet(key, out var value))
            {
                found.Add(value);
            }
        }

        return new GoList(found);
    }

    private static GoList Keys(Execution execution, IEnumerable<GoMap> maps)
    {
        var keys = maps.SelectMany(map => map.SortedKeys()).ToArray();
        execution.Budget.Steps(keys.Length);
        return GoList.OfText(keys);
    }

    private static GoList Values(Execution execution, GoMap map)
    {
        execution.Budget.Steps(map.Count);
        return new GoList([.. map.Select(entry => entry.Value)]);
    }

    private static GoMap Pick(Execution execution, GoMap map, object?[] arguments)
    {
        execution.Budget.Steps(arguments.Length);
        var picked = new GoMap();
        foreach (var key in arguments.Skip(1).Cast<string>())
        {
            if (map.TryGet(key, out var value))
            {
                picked[key] = value;
            }
        }

        return picked;
    }

    private static GoMap Omit(Execution execution, GoMap map, object?[] arguments)
    {
        execution.Budget.Steps(map.Count);
        var rest = map.ShallowCopy();
        rest.GoType = GoMap.AnyType;
        foreach (var key in arguments.Skip(1).Cast<string>())
        {
            rest.Remove(key);
        }

        return rest;
    }

    // dig "a" "b" default dict
    private static object? Dig(object?[] arguments)
    {
        if (arguments.Length < 3)
        {
            throw new FunctionException("'dig' needs at least three arguments: keys, a default and a dictionary.");
        }

        var value = arguments[^1];
        foreach (var step in arguments[..^2])
        {
            if (value is not GoMap map)
            {
                throw new FunctionException($"A dictionary is expected, not a value of type {GoTypes.NameOf(value)}.");
            }

            if (step is not string key)
            {
                throw new FunctionException($"A key is a string, not a value of type {GoTypes.NameOf(step)}.");
            }

            if (!map.TryGet(key, out value))
            {
                return arguments[^2];
            }
        }

        return value;
    }
}
