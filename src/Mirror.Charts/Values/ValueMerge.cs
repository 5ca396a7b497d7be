using Mirror.Charts.Loading;

namespace Mirror.Charts.Values;

/// <summary>
/// How Helm lays values over each other: what is given wins over the chart's own, a null removes what it hides, globals go down
/// into every sub-chart, and a table and a scalar are never mixed.
/// </summary>
internal static class ValueMerge
{
    private const string Globals = "global";

    /// <summary>The values of a chart with those of its sub-charts inside; nulls have removed what they hide.</summary>
    public static GoMap Coalesce(Chart chart, GoMap given) => Combine(chart, Copy(given), keepNulls: false);

    /// <summary>As <see cref="Coalesce"/>, but nulls stay: a later pass still has to see them.</summary>
    public static GoMap Merge(Chart chart, GoMap given) => Combine(chart, Copy(given), keepNulls: true);

    /// <summary>Puts into the first what it does not have of the second.</summary>
    public static GoMap Tables(GoMap destination, GoMap source, bool keepNulls)
    {
        if (!keepNulls)
        {
            foreach (var (key, value) in destination)
            {
                if (value is null)
                {
                    source[key] = null;
                }
            }
        }

        foreach (var (key, value) in source)
        {
            if (!destination.TryGet(key, out var current))
            {
                destination[key] = value;
            }
            else if (current is null && !keepNulls)
            {
                destination.Remove(key);
            }
            else if (value is GoMap from && current is GoMap into)
            {
                Tables(into, from, keepNulls);
            }
        }

        return destination;
    }

    /// <summary>Lays one file of values over another, as several <c>-f</c> do: nulls are values here.</summary>
    public static GoMap Overlay(GoMap below, GoMap above)
    {
        var result = Copy(below);
        foreach (var (key, value) in above)
        {
            result[key] = value is GoMap inner && result.TryGetMap(key, out var existing) ? Overlay(existing, inner) : CopyAny(value);
        }

        return result;
    }

    /// <summary>A copy that shares no map with the original.</summary>
    public static GoMap Copy(GoMap map)
    {
        var copy = new GoMap(map.Count);
        foreach (var (key, value) in map)
        {
            copy[key] = CopyAny(value);
        }

        return copy;
    }

    /// <summary>A copy without the keys that are null.</summary>
    public static GoMap WithoutNulls(GoMap map)
    {
        var copy = new GoMap(map.Count);
        foreach (var (key, value) in map)
        {
            if (value is not null)
            {
                copy[key] = value is GoMap inner ? WithoutNulls(inner) : CopyAny(value);
            }
        }

        return copy;
    }

    /// <summary>The table at a path with dots; null when there is none.</summary>
    public static GoMap? Table(GoMap map, string path)
    {
        var table = map;
        foreach (var name in path.Split('.'))
        {
            if (!table.TryGetMap(name, out var inner))
            {
                return null;
            }

            table = inner;
        }

        return table;
    }

    private static object? CopyAny(object? value) => value switch
    {
        GoMap map => Copy(map),
        GoList list => new GoList([.. list.Select(CopyAny)]) { GoType = list.GoType },
        _ => value,
    };

    private static GoMap Combine(Chart chart, GoMap destination, bool keepNulls)
    {
        AddOwn(chart, destination, keepNulls);
        foreach (var dependency in chart.Dependencies)
        {
            if (!destination.TryGet(dependency.Name, out var current))
            {
                destination[dependency.Name] = current = new GoMap();
            }

            if (current is not GoMap inner)
            {
                throw new ChartException(
                    ChartFailure.Values,
                    $"The value '{dependency.Name}' of the chart '{chart.Name}' must be a mapping, because a sub-chart has this name; it is of type {GoTypes.NameOf(current)}.");
            }

            AddGlobals(inner, destination);
            destination[dependency.Name] = Combine(dependency, inner, keepNulls);
        }

        return destination;
    }

    private static void AddOwn(Chart chart, GoMap destination, bool keepNulls)
    {
        foreach (var (key, value) in Copy(chart.Values))
        {
            if (!destination.TryGet(key, out var current))
            {
                destination[key] = value;
            }
            else if (current is null && !keepNulls)
            {
                destination.Remove(key);
            }
            else if (current is GoMap into && value is GoMap from)
            {
                // The sub-chart's own values come later, and nulls have to reach them.
                Tables(into, from, keepNulls || chart.Dependencies.Any(dependency => dependency.Name == key));
            }
        }
    }

    private static void AddGlobals(GoMap destination, GoMap source)
    {
        var into = destination.TryGet(Globals, out var existing) ? existing as GoMap : new GoMap();
        var from = source.TryGet(Globals, out var given) ? given as GoMap : new GoMap();
        if (into is null || from is null)
        {
            return;
        }

        foreach (var (key, value) in from)
        {
            if (value is not GoMap table)
            {
                if (!into.TryGetMap(key, out _))
                {
                    into[key] = value;
                }

                continue;
            }

            // From the top down: what the parent says about a global wins.
            var copy = table.ShallowCopy();
            if (!into.TryGet(key, out var current))
            {
                into[key] = copy;
            }
            else if (current is GoMap currentTable)
            {
                into[key] = Tables(copy, currentTable, keepNulls: true);
            }
        }

        destination[Globals] = into;
    }
}
