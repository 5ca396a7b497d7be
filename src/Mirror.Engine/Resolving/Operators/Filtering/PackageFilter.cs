using Mirror.Engine.Resolving.Operators.Proving;
using Mirror.Model.Configuration;
using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Operators.Filtering;

/// <summary>Filters one package; <paramref name="listed"/> is null when the configuration lists no packages at all.</summary>
internal sealed class PackageFilter(
    Catalog catalog, CatalogPackage package, OperatorPackage? listed, OperatorCatalog selection, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, CatalogBundle> _bundles = package.Bundles
        .GroupBy(bundle => bundle.Name, StringComparer.Ordinal)
        .ToDictionary(bundles => bundles.Key, bundles => bundles.First(), StringComparer.Ordinal);

    private string Where => $"the package '{package.Name}' of the catalog '{catalog.Name}'";

    public FilteredPackage Filter()
    {
        var selected = package.Channels.Where(IsSelected).ToList();
        var defaultChannel = DefaultChannel(selected);
        var channels = new List<FilteredChannel>();
        if (HaveVersions())
        {
            foreach (var channel in selected)
            {
                var filtered = Filter(channel, defaultChannel);
                if (filtered is not null)
                {
                    channels.Add(filtered);
                }
            }
        }

        var kept = channels.SelectMany(channel => channel.Entries).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        return new FilteredPackage(package, defaultChannel, channels, [.. package.Bundles.Where(bundle => kept.Contains(bundle.Name))]);
    }

    private bool IsSelected(CatalogChannel channel) =>
        listed is null || listed.Channels.Count == 0 || listed.Channels.Any(asked => asked.Name == channel.Name);

    private string DefaultChannel(List<CatalogChannel> selected)
    {
        if (listed is null)
        {
            return package.DefaultChannel;
        }

        if (listed.DefaultChannel is { Length: > 0 } asked)
        {
            if (!selected.Exists(channel => channel.Name == asked))
            {
                diagnostics.Report(MirrorErrors.OperatorDefaultChannelUnknown, listed.SpanOf("defaultChannel"),
                    $"The default channel '{asked}' that is configured for {Where} is not among the channels that are kept: {Names(selected)}.");
            }

            return asked;
        }

        if (package.DefaultChannel.Length > 0 && package.Channels.Count > 0 && !selected.Exists(channel => channel.Name == package.DefaultChannel))
        {
            diagnostics.Report(MirrorErrors.OperatorDefaultChannelDropped, listed.SpanOf("channels"),
                $"The default channel '{package.DefaultChannel}' of {Where} is not among the channels that are kept: {Names(selected)}. "
                + $"Add the channel '{package.DefaultChannel}', or set 'defaultChannel' to one that is kept.");
        }

        return package.DefaultChannel;
    }

    private static string Names(List<CatalogChannel> channels) =>
        channels.Count == 0 ? "none" : SelectionCheck.List([.. channels.Select(channel => channel.Name)]);

    /// <summary>Every bundle of a package that is filtered needs a version, whether a range is asked for or not: OLM does not take it otherwise.</summary>
    private bool HaveVersions()
    {
        var without = package.Bundles.Where(bundle => bundle.Version is null).ToList();
        foreach (var bundle in without)
        {
            diagnostics.Report(MirrorErrors.OperatorVersionInvalid, bundle.Blob.Origin, bundle.VersionText is null
                ? $"The bundle '{bundle.Name}' of {Where} has no property 'olm.package', which would tell its version."
                : $"The bundle '{bundle.Name}' of {Where} has the version '{bundle.VersionText}', which is not a semantic version (X.Y.Z).");
        }

        return without.Count == 0;
    }

    private FilteredChannel? Filter(CatalogChannel channel, string defaultChannel)
    {
        var asked = listed?.Channels.FirstOrDefault(other => other.Name == channel.Name);
        var range = VersionRange.Of(asked?.MinVersion, asked?.MaxVersion) ?? VersionRange.Of(listed?.MinVersion, listed?.MaxVersion);
        if (selection.Full)
        {
            return FilterFull(channel, range);
        }

        var graph = ChannelGraph.Build(channel.Entries);
        if (range is { IsPinned: true })
        {
            return FilterPinned(channel, graph, range, defaultChannel);
        }

        if (graph.Problems.Count > 0)
        {
            diagnostics.AddRange(graph.Problems.Select(problem => ChannelProblemText.Describe(problem, catalog.Name, channel, SpanOf(channel, "name"))));
            return null;
        }

        var head = graph.Chain[0].Name;
        if (range is null)
        {
            return Keep(channel, [head]);
        }

        var kept = ChannelSelection.Select(graph, name => VersionOf(name) is { } version && range.Contains(version));
        return kept.Count > 0 ? Keep(channel, kept) : DropEmpty(channel, range, defaultChannel);
    }

    private FilteredChannel? FilterFull(CatalogChannel channel, VersionRange? range)
    {
        if (range is null)
        {
            return Keep(channel, [.. channel.Entries.Select(entry => entry.Name)]);
        }

        diagnostics.Report(MirrorErrors.OperatorFullWithRange, SpanOf(channel, range.Min is null ? "maxVersion" : "minVersion"),
            $"'full: true' asks for all bundles of {Where}, and the range '{range}' for some of the channel '{channel.Name}'. Remove one of the two.");
        return null;
    }

    /// <summary>
    /// The bundle of exactly one version. Rebuilds differ in build metadata only: the one whose version is written like the bound wins, else the
    /// one nearest to the head.
    /// </summary>
    private FilteredChannel? FilterPinned(CatalogChannel channel, ChannelGraph graph, VersionRange range, string defaultChannel)
    {
        var bound = range.Min!;
        var candidates = package.Bundles.Where(bundle => bundle.Version!.CompareTo(bound.Version) == 0).ToList();
        if (candidates.Count == 0)
        {
            diagnostics.Report(MirrorErrors.OperatorPinnedVersionMissing, SpanOf(channel, "minVersion"),
                $"No bundle of {Where} has the version '{bound}'. {VersionsOf(channel)}");
            return null;
        }

        var pinned = candidates.FirstOrDefault(bundle => graph.Has(bundle.Name) && bundle.Version!.Equals(bound.Version))?.Name
            ?? graph.Chain.Select(entry => entry.Name).Concat(channel.Entries.Select(entry => entry.Name))
                .FirstOrDefault(name => candidates.Exists(bundle => bundle.Name == name));
        return pinned is not null ? Keep(channel, [pinned]) : DropEmpty(channel, range, defaultChannel);
    }

    private static FilteredChannel Keep(CatalogChannel channel, HashSet<string> kept)
    {
        var entries = channel.Entries.Where(entry => kept.Contains(entry.Name)).ToList();
        var chain = ChannelGraph.Build(entries).Chain;
        return new FilteredChannel(channel, entries, chain.Count > 0 ? chain[0].Name : "");
    }

    private FilteredChannel? DropEmpty(CatalogChannel channel, VersionRange range, string defaultChannel)
    {
        if (channel.Name == defaultChannel)
        {
            diagnostics.Report(MirrorErrors.OperatorChannelEmpty, SpanOf(channel, range.Max is null ? "minVersion" : "maxVersion"),
                $"No bundle of the channel '{channel.Name}', the default channel of {Where}, is in the range '{range}'. {VersionsOf(channel)} "
                + "Move the range, or set 'defaultChannel' to a channel that has bundles in it.");
        }

        return null;
    }

    private string VersionsOf(CatalogChannel channel)
    {
        var versions = channel.Entries.Select(entry => VersionOf(entry.Name)).OfType<SemanticVersion>().Order(SemanticVersion.TotalOrder).ToList();
        return versions.Count switch
        {
            0 => $"The channel '{channel.Name}' has no bundles.",
            1 => $"The channel '{channel.Name}' has the version {versions[0]}.",
            _ => $"The channel '{channel.Name}' has the versions {versions[0]} to {versions[^1]}.",
        };
    }

    private SemanticVersion? VersionOf(string name) => _bundles.TryGetValue(name, out var bundle) ? bundle.Version : null;

    /// <summary>The field of the channel's entry in the configuration, else of the package's, else of the catalog's.</summary>
    private SourceSpan SpanOf(CatalogChannel channel, string field)
    {
        var asked = listed?.Channels.FirstOrDefault(other => other.Name == channel.Name);
        return asked is not null && (field == "name" || asked.FieldSpans.ContainsKey(field)) ? asked.SpanOf(field) : listed?.SpanOf(field) ?? selection.Span;
    }
}
