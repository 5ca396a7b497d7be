using System.Globalization;
using Mirror.Engine.Describing;
using Mirror.Engine.Resolving.Releases;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Model.Versions;

namespace Mirror.Engine.Outdated;

/// <summary>Releases that a channel has above the highest locked one, whatever range the configuration asks for, and locked ones that it no longer has.</summary>
internal sealed class ReleaseProbe(ReleaseGraphs graphs) : IDriftProbe
{
    public bool Probes(LockedSource source) => source is LockedReleaseSource;

    public async Task<IReadOnlyList<Drift>> ProbeAsync(LockedSource source, ISourceEntry entry, CancellationToken cancellationToken)
    {
        // Releases of an upgrade path are in channels that have entries of their own; a payload that is named by its image has no successor.
        if (entry is not ReleaseChannelSource channel)
        {
            return [];
        }

        var locked = ((LockedReleaseSource)source).Releases.Select(release => SemanticVersion.TryParse(release.Version, out var version) ? version : null).OfType<SemanticVersion>().ToList();
        if (locked.Count == 0)
        {
            return [];
        }

        var graph = await graphs.GetAsync(channel.Channel.Type, channel.Channel.Name, channel.Architecture, cancellationToken).ConfigureAwait(false);
        var line = $"{channel.Channel.Name} ({channel.Architecture})";
        var drifts = locked.Where(version => graph.Find(version) is null)
            .Select(version => new Drift(DriftKind.Vanished, ItemKind.Release, "", line, version.ToString(), ""))
            .ToList();
        var highest = locked.Max(SemanticVersion.TotalOrder)!;
        var newer = graph.Nodes.Where(node => node.Version.CompareTo(highest) > 0).ToList();
        if (newer.Count > 0)
        {
            var between = newer.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {newer.Count - 1} between");
            drifts.Add(new Drift(DriftKind.Newer, ItemKind.Release, "", line, highest.ToString(), $"{newer[^1].Version}{between}", newer[^1].Errata));
        }

        return drifts;
    }
}
