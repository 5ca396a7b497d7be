using Mirror.Charts.Values;
using Mirror.Charts.Versions;

namespace Mirror.Charts.Loading;

/// <summary>
/// Which sub-charts take part, under which names, and what they give to their parents' values: aliases, conditions, tags and
/// import-values, in Helm's order.
/// </summary>
internal static class DependencyResolver
{
    // Many times what the largest public charts have.
    private const int MaxCharts = 2_000;

    /// <exception cref="ChartException">Aliases multiply the charts beyond sense.</exception>
    public static Chart Resolve(Chart chart, GoMap values) => Count(chart) <= MaxCharts
        ? ImportValues(Enable(chart, values, ""))
        : throw new ChartException(ChartFailure.Limit, $"The chart '{chart.Name}' becomes more than {MaxCharts} charts by the aliases of its dependencies.");

    /// <summary>How many charts there are once every dependency has its alias; counting goes over the files, which are few, and stops beyond the limit.</summary>
    private static int Count(Chart chart)
    {
        var count = 1L;
        foreach (var inner in chart.Dependencies)
        {
            var entries = chart.Metadata.Dependencies.Count(entry => entry.Name == inner.Name);
            count = Math.Min(count + ((long)Math.Max(entries, 1) * Count(inner)), MaxCharts + 1);
        }

        return (int)count;
    }

    /// <summary>The dependencies that are asked for but not there; Helm refuses such a chart.</summary>
    public static void CheckComplete(Chart chart)
    {
        var missing = chart.Metadata.Dependencies.Where(wanted => !chart.Dependencies.Any(found => found.Name == wanted.Name)).Select(wanted => wanted.Name).ToList();
        if (missing.Count > 0)
        {
            throw new ChartException(
                ChartFailure.Loading,
                $"The chart '{chart.Name}' asks for the charts '{string.Join("', '", missing)}', which are missing in its charts folder; add them with 'helm dependency build'.");
        }
    }

    private static Chart Enable(Chart chart, GoMap values, string path)
    {
        var wanted = chart.Metadata.Dependencies;
        if (wanted.Count == 0)
        {
            // Sub-charts that nobody lists take part as they are, but their own dependencies are still switched.
            var combined = ValueMerge.Coalesce(chart, values);
            return chart.With(dependencies: [.. chart.Dependencies.Select(inner => Enable(inner, combined, $"{path}{inner.Name}."))]);
        }

        var unlisted = chart.Dependencies.Where(found => !wanted.Any(entry => entry.Name == found.Name && IsInRange(entry.Version, found)));
        var named = wanted.Select(entry => Rename(chart, entry)).OfType<Chart>();
        var all = chart.With(dependencies: [.. unlisted, .. named]);
        var coalesced = ValueMerge.Coalesce(all, values);
        var disabled = wanted.Where(entry => !IsEnabled(entry, coalesced, path)).Select(entry => entry.EffectiveName).ToHashSet(StringComparer.Ordinal);
        var enabled = all.Dependencies.Where(inner => !disabled.Contains(inner.Name));
        var metadata = chart.Metadata with { Dependencies = [.. wanted.Where(entry => !disabled.Contains(entry.EffectiveName))] };
        return all.With(metadata, dependencies: [.. enabled.Select(inner => Enable(inner, coalesced, $"{path}{inner.Name}."))]);
    }

    private static Chart? Rename(Chart parent, ChartDependency entry)
    {
        var found = parent.Dependencies.FirstOrDefault(inner => inner.Name == entry.Name && IsInRange(entry.Version, inner));
        return found is null || entry.Alias.Length == 0 ? found : found.With(found.Metadata with { Name = entry.Alias });
    }

    private static bool IsInRange(string range, Chart chart) =>
        VersionRange.TryParse(range, out var parsed) && SemanticVersion.TryParse(chart.Metadata.Version, out var version) && parsed.Contains(version);

    // A condition that is found wins over tags.
    private static bool IsEnabled(ChartDependency entry, GoMap values, string path)
    {
        foreach (var condition in entry.Condition.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Find(values, path + condition) is bool isOn)
            {
                return isOn;
            }
        }

        if (!values.TryGetMap("tags", out var tags))
        {
            return true;
        }

        var switches = entry.Tags.Select(tag => tags.TryGet(tag, out var value) ? value : null).OfType<bool>().ToList();
        return switches.Count == 0 || switches.Contains(true);
    }

    private static object? Find(GoMap values, string path)
    {
        var dot = path.LastIndexOf('.');
        var table = dot < 0 ? values : ValueMerge.Table(values, path[..dot]);
        return table is not null && table.TryGet(path[(dot + 1)..], out var value) ? value : null;
    }

    private static Chart ImportValues(Chart chart)
    {
        var inner = chart.With(dependencies: [.. chart.Dependencies.Select(ImportValues)]);
        if (chart.Metadata.Dependencies.Count == 0)
        {
            return inner;
        }

        var own = ValueMerge.Merge(inner, new GoMap());
        var imported = new GoMap();
        foreach (var entry in chart.Metadata.Dependencies)
        {
            foreach (var import in entry.Imports)
            {
                if (ValueMerge.Table(own, $"{entry.EffectiveName}.{import.Child}") is { } table)
                {
                    imported = ValueMerge.Tables(imported, AtPath(import.Parent, ValueMerge.Copy(table)), keepNulls: true);
                }
            }
        }

        return inner.With(values: ValueMerge.Tables(ValueMerge.Copy(own), imported, keepNulls: true));
    }

    private static GoMap AtPath(string? path, GoMap table)
    {
        if (path is null or "" or ".")
        {
            return table;
        }

        return path.Split('.').Reverse().Aggregate(table, (inner, name) => new GoMap { [name] = inner });
    }
}
