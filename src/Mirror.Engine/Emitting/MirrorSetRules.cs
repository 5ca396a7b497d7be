using Mirror.Engine.Planning;
using Mirror.Model.Planning;

namespace Mirror.Engine.Emitting;

/// <summary>
/// Which sources the image digest and tag mirror sets redirect, and to where (SPEC 9.2), ordered; oc-mirror's order is random.
/// </summary>
internal static class MirrorSetRules
{
    /// <summary>Entries for images that are pulled by digest, releases included: the installer asks for them by digest whatever the lock was asked for.</summary>
    public static IReadOnlyList<MirrorSetEntry> ByDigest(IEnumerable<PlannedImage> images, DestinationNames names) =>
        Entries(images.Where(image => image.Origin.Digest is not null || image.Kind == ImageKind.Release), names);

    /// <summary>Entries for images that are pulled by tag.</summary>
    public static IReadOnlyList<MirrorSetEntry> ByTag(IEnumerable<PlannedImage> images, DestinationNames names) =>
        Entries(images.Where(image => image.Origin.Tag is not null), names);

    /// <summary>Entries for every image, however it is pulled.</summary>
    public static IReadOnlyList<MirrorSetEntry> All(IEnumerable<PlannedImage> images, DestinationNames names) => Entries(images, names);

    /// <summary>What objects of a category are called.</summary>
    public static string NameOf(MirrorSetCategory category) => category switch
    {
        MirrorSetCategory.Release => "release",
        MirrorSetCategory.Operator => "operator",
        MirrorSetCategory.Generic => "generic",
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "unknown category"),
    };

    private static List<MirrorSetEntry> Entries(IEnumerable<PlannedImage> images, DestinationNames names) =>
    [
        .. images.Where(IsRedirected)
            .Select(image => (Category: CategoryOf(image.Kind), Scope: Scope(image, names)))
            .GroupBy(item => (item.Category, item.Scope.Source))
            .OrderBy(group => group.Key.Category)
            .ThenBy(group => group.Key.Source, StringComparer.Ordinal)
            .Select(group => new MirrorSetEntry(
                group.Key.Category,
                group.Key.Source,
                [.. group.Select(item => item.Scope.Mirror).Distinct().Order(StringComparer.Ordinal)])),
    ];

    // Catalogs and the graph are found through resources of their own, charts are pulled by tools that know no mirror sets; a layout has no host that a cluster could
    // ask for.
    private static bool IsRedirected(PlannedImage image) =>
        image.Kind is not (ImageKind.OperatorCatalog or ImageKind.Graph or ImageKind.HelmChart or ImageKind.Referrer) && image.Origin.Transport == Transport.Docker;

    private static MirrorSetCategory CategoryOf(ImageKind kind) => kind switch
    {
        ImageKind.Release or ImageKind.ReleaseContent => MirrorSetCategory.Release,
        ImageKind.OperatorBundle or ImageKind.OperatorRelated => MirrorSetCategory.Operator,
        _ => MirrorSetCategory.Generic,
    };

    /// <summary>A namespace where the path was kept, so that few entries cover many images; else the repository.</summary>
    private static (string Source, string Mirror) Scope(PlannedImage image, DestinationNames names)
    {
        var source = image.Origin.Repository;
        var target = names.Of(image.Target).Repository;
        var keepsPath = target == source || target.EndsWith($"/{source}", StringComparison.Ordinal);
        return keepsPath && !names.JoinsPaths
            ? (Parent(image.Origin.Registry, source), Parent(names.Registry!, target))
            : ($"{image.Origin.Registry}/{source}", $"{names.Registry}/{target}");
    }

    private static string Parent(string registry, string path) =>
        path.LastIndexOf('/') is >= 0 and var slash ? $"{registry}/{path[..slash]}" : registry;
}
