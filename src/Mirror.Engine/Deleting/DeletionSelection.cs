using Mirror.Engine.Locking;
using Mirror.Engine.Resolving.Charts;
using Mirror.Engine.Resolving.Images;
using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Model.Versions;

namespace Mirror.Engine.Deleting;

/// <summary>
/// Finds what a DeleteImageSetConfiguration means in the locks that it was mirrored with. Nothing upstream is asked: what is to be deleted is what was
/// mirrored, and not what the names mean today.
/// </summary>
internal sealed class DeletionSelection(IReadOnlyList<LockBase> locks, DiagnosticBag diagnostics)
{
    private IEnumerable<LockedSource> Sources => locks.SelectMany(known => known.Lock.Sources.Values);

    /// <summary>The images, and the additional ones that no lock knows: their names at the destination are known all the same.</summary>
    public (IReadOnlyList<PlannedImage> Images, IReadOnlyList<AdditionalImage> Unknown) Select(DeleteImageSetConfiguration configuration)
    {
        var images = new List<PlannedImage>();
        var unknown = new List<AdditionalImage>();
        foreach (var entry in configuration.Sources)
        {
            var found = Select(entry);
            images.AddRange(found);
            if (found.Count > 0 || entry is OperatorCatalog { Packages.Count: > 0 } or UpgradePathSource)
            {
                continue;
            }

            if (entry is AdditionalImage image)
            {
                unknown.Add(image);
            }
            else
            {
                ReportUnknown(entry.SourceKey, entry.Span);
            }
        }

        return ([.. images.DistinctBy(image => (image.Target, image.Digest))], unknown);
    }

    /// <summary>Says that no lock knows something.</summary>
    public void ReportUnknown(string what, SourceSpan span) => diagnostics.Report(
        MirrorErrors.DeletionUnknown,
        span,
        $"'{what}' is in none of the locks {string.Join(", ", locks.Select(known => $"'{known.Name}'"))}. Name the lock that it was mirrored with: '--base FILE' or '--base git:REVISION'.");

    private IReadOnlyList<PlannedImage> Select(ISourceEntry entry) => entry switch
    {
        AdditionalImage image => [.. Sources.OfType<LockedImageSource>().Where(source => IsMeant(image, source)).SelectMany(source => source.Images())],
        ReleaseChannelSource channel => [.. Sources.OfType<LockedReleaseSource>().SelectMany(source => Releases(source, channel))],
        UpgradePathSource path => [.. Sources.OfType<LockedReleaseSource>().Where(source => source.Key == path.SourceKey).SelectMany(source => OnPath(source, path))],
        OperatorCatalog catalog => [.. Sources.OfType<LockedOperatorSource>().Where(source => IsMeant(catalog, source)).SelectMany(source => Operators(source, catalog)).Concat(ReportPackages(catalog))],
        HelmChartSource chart => [.. Sources.OfType<LockedHelmSource>().SelectMany(source => Charts(source, chart))],
        HelmRepositorySource repository => [.. Sources.OfType<LockedHelmSource>().Where(source => IsBelow(source.Key, repository.SourceKey)).SelectMany(source => Charts(source, repository.Repository))],
        _ => [.. Sources.Where(source => source.Key == entry.SourceKey).SelectMany(source => source.Images())],
    };

    private static bool IsMeant(AdditionalImage image, LockedImageSource source) =>
        image.Name == source.Name && ((image.TargetRepo ?? image.TargetTag) is null || source.Target == ImageTarget.Of(image));

    // A range means every release in it, whichever entry brought it; without one it is what the entry brought.
    private static IEnumerable<PlannedImage> Releases(LockedReleaseSource source, ReleaseChannelSource entry)
    {
        var channel = entry.Channel;
        var hasRange = (channel.MinVersion ?? channel.MaxVersion) is not null;
        var isOwn = source.Key == entry.SourceKey;
        return isOwn || (hasRange && source.Key.EndsWith($"/{entry.Architecture}", StringComparison.Ordinal))
            ? (source with { Releases = [.. source.Releases.Where(release => IsInRange(release, channel.MinVersion, channel.MaxVersion))] }).Images()
            : [];
    }

    private static IEnumerable<PlannedImage> OnPath(LockedReleaseSource source, UpgradePathSource path)
    {
        var channels = path.Platform.UpgradePathChannels;
        var min = channels.Any(channel => channel.MinVersion is null) ? null : channels.Min(channel => channel.MinVersion);
        var max = channels.Any(channel => channel.MaxVersion is null) ? null : channels.Max(channel => channel.MaxVersion);
        return (source with { Releases = [.. source.Releases.Where(release => IsInRange(release, min, max))] }).Images();
    }

    private static bool IsInRange(LockedRelease release, SemanticVersion? min, SemanticVersion? max) =>
        (min ?? max) is null
        || (SemanticVersion.TryParse(release.Version, out var version) && (min is null || version >= min) && (max is null || version <= max));

    private static bool IsMeant(OperatorCatalog catalog, LockedOperatorSource source) =>
        catalog.Catalog == source.Name
        && (catalog.TargetCatalog is null || source.Target.Repository == catalog.TargetCatalog)
        && (catalog.TargetTag is null || source.Target.Tag == catalog.TargetTag);

    // The catalog itself is only meant when it is named alone: with operators below it, it goes on without them.
    private static IEnumerable<PlannedImage> Operators(LockedOperatorSource source, OperatorCatalog catalog) => catalog.Packages.Count == 0
        ? source.Images()
        : (source with { Packages = [.. source.Packages.Select(package => Bundles(package, catalog)).OfType<LockedOperatorPackage>()] })
            .Images().Where(image => image.Kind != ImageKind.OperatorCatalog);

    private static LockedOperatorPackage? Bundles(LockedOperatorPackage package, OperatorCatalog catalog)
    {
        var asked = catalog.Packages.FirstOrDefault(named => named.Name == package.Name);
        return asked is null ? null : package with { Bundles = [.. package.Bundles.Where(bundle => IsMeant(bundle, package, asked))] };
    }

    private static bool IsMeant(LockedOperatorBundle bundle, LockedOperatorPackage package, OperatorPackage asked)
    {
        if (asked.Channels.Count == 0)
        {
            return IsInRange(bundle, asked.MinVersion, asked.MaxVersion);
        }

        return asked.Channels.Any(channel =>
            package.Channels.Any(known => known.Name == channel.Name && known.Entries.Contains(bundle.Name))
            && IsInRange(bundle, channel.MinVersion ?? asked.MinVersion, channel.MaxVersion ?? asked.MaxVersion));
    }

    private static bool IsInRange(LockedOperatorBundle bundle, VersionBound? min, VersionBound? max) =>
        VersionRange.Of(min, max) is not { } range || (SemanticVersion.TryParse(bundle.Version, out var version) && range.Contains(version));

    private IEnumerable<PlannedImage> ReportPackages(OperatorCatalog catalog)
    {
        var sources = Sources.OfType<LockedOperatorSource>().Where(source => IsMeant(catalog, source)).ToList();
        foreach (var package in catalog.Packages)
        {
            if (!sources.Exists(source => source.Packages.Any(known => Bundles(known, catalog with { Packages = [package] }) is { Bundles.Count: > 0 })))
            {
                ReportUnknown($"{package.Name}' of '{catalog.Catalog}", package.Span);
            }
        }

        return [];
    }

    private static IEnumerable<PlannedImage> Charts(LockedHelmSource source, HelmChartSource entry)
    {
        if (source.Key == entry.SourceKey)
        {
            return source.Images();
        }

        return entry.Repository is { } repository && IsBelow(source.Key, new HelmRepositorySource(repository).SourceKey)
            ? (source with { Charts = [.. source.Charts.Where(chart => chart.Name == entry.Chart.Name && (entry.Chart.Version ?? chart.Version) == chart.Version)] }).Images()
            : [];
    }

    private static IEnumerable<PlannedImage> Charts(LockedHelmSource source, HelmRepository repository) =>
        (source with { Charts = [.. source.Charts.Where(chart => ChartExclusion.Find(repository.Exclude, chart.Name, chart.Version) is null)] }).Images();

    private static bool IsBelow(string key, string parent) => key == parent || key.StartsWith($"{parent}/", StringComparison.Ordinal);
}
