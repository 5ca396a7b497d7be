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

    /// <summary>A sentence with a leading space that proposes another name; empty when none is like it.</summary>
    public static string Nearest(string name, IEnumerable<string> names) => NearestName.Find(name, names) is { } nearest ? $" Did you mean '{nearest}'?" : "";

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
}
