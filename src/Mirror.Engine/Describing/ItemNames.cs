using System.Globalization;

namespace Mirror.Engine.Describing;

/// <summary>The words of reports.</summary>
internal static class ItemNames
{
    // Longer lists are for the JSON report.
    private const int MaxVersions = 12;

    /// <summary>For instance <c>operator channel</c>.</summary>
    public static string Noun(ItemKind kind) => kind switch
    {
        ItemKind.ReleaseChannel => "release channel",
        ItemKind.Release => "release",
        ItemKind.UpdateGraph => "update graph",
        ItemKind.Catalog => "operator catalog",
        ItemKind.Operator => "operator",
        ItemKind.OperatorChannel => "operator channel",
        ItemKind.Chart => "chart",
        ItemKind.Image => "image",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Labels of versions, the first dozen of them.</summary>
    public static string Versions(IReadOnlyList<LockedItem> items, Func<LockedItem, string> label)
    {
        var shown = string.Join(", ", items.Take(MaxVersions).Select(label));
        return items.Count <= MaxVersions ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown} and {items.Count - MaxVersions} more");
    }

    /// <summary>The last part of a link, which names what it leads to: <c>RHSA-2026:1234</c>.</summary>
    public static string LinkName(string link) => link.TrimEnd('/') is var text && text[(text.LastIndexOf('/') + 1)..] is { Length: > 0 } name ? name : link;
}
