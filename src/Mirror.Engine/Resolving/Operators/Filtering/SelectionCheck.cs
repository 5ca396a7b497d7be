using Mirror.Model.Configuration;

namespace Mirror.Engine.Resolving.Operators.Filtering;

/// <summary>Compares the names of a configuration entry with what the catalog has. oc-mirror passes over unknown names in silence.</summary>
internal static class SelectionCheck
{
    private const int MaxNames = 12;

    public static void Check(Catalog catalog, OperatorCatalog selection, DiagnosticBag diagnostics)
    {
        var packages = catalog.Packages.ToDictionary(package => package.Name, StringComparer.Ordinal);
        foreach (var listed in selection.Packages)
        {
            if (packages.TryGetValue(listed.Name, out var package))
            {
                CheckChannels(catalog, listed, package, diagnostics);
            }
            else
            {
                diagnostics.Report(MirrorErrors.OperatorPackageUnknown, listed.SpanOf("name"),
                    $"The catalog '{catalog.Name}' has no package '{listed.Name}'; nothing is mirrored for it.{Nearest(listed.Name, catalog.KnownPackages)}");
            }
        }
    }

    /// <summary>A sentence that names the packages of a catalog, the first few of them if there are many.</summary>
    public static string Packages(Catalog catalog) => catalog.KnownPackages.Count == 0
        ? "It has no packages."
        : $"It has the packages {List(catalog.KnownPackages)}.";

    /// <summary>Names in quotes, the first few of them if there are many.</summary>
    public static string List(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(MaxNames).Select(name => $"'{name}'")) + (names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "");

    private static void CheckChannels(Catalog catalog, OperatorPackage listed, CatalogPackage package, DiagnosticBag diagnostics)
    {
        var names = package.Channels.Select(channel => channel.Name).Distinct().ToList();
        foreach (var channel in listed.Channels.Where(channel => !names.Contains(channel.Name)))
        {
            diagnostics.Report(MirrorErrors.OperatorChannelUnknown, channel.SpanOf("name"),
                $"The package '{package.Name}' of the catalog '{catalog.Name}' has no channel '{channel.Name}'; nothing is mirrored for it. "
                + $"It has the channels {List(names)}.");
        }
    }

    private static string Nearest(string name, IReadOnlyCollection<string> names)
    {
        var best = names.Select(other => (Name: other, Distance: Distance(name, other))).MinBy(other => (other.Distance, other.Name));
        return best.Name is not null && best.Distance <= Math.Max(2, name.Length / 4) ? $" Did you mean '{best.Name}'?" : "";
    }

    /// <summary>Edits that make one name of the other.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
