using Mirror.Engine.Describing;
using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Outdated;

/// <summary>Whether the update service publishes other graph data by now. They have no address by digest, so they are fetched whole: less than 1 MiB.</summary>
internal sealed class GraphProbe(Func<GraphDataClient> client) : IDriftProbe
{
    public bool Probes(LockedSource source) => source is LockedGraphSource;

    public async Task<IReadOnlyList<Drift>> ProbeAsync(LockedSource source, ISourceEntry entry, CancellationToken cancellationToken)
    {
        var locked = ((LockedGraphSource)source).Data.Digest;
        var data = await client().GetAsync(cancellationToken).ConfigureAwait(false);
        var now = Digest.Of(data.Span);
        return now == locked
            ? []
            : [new Drift(DriftKind.Moved, ItemKind.UpdateGraph, "", LockedGraphSource.Target.Repository, locked.ToShortString(), now.ToShortString())];
    }
}
