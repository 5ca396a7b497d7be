using Mirror.Model.Locking;

namespace Mirror.Engine.Describing;

/// <summary>The update graph, which has no versions: only its content changes.</summary>
internal sealed class GraphDescriber : ISourceDescriber
{
    public bool Describes(LockedSource source) => source is LockedGraphSource;

    public IEnumerable<LockedItem> Items(LockedSource source)
    {
        var graph = (LockedGraphSource)source;
        yield return new LockedItem(ItemKind.UpdateGraph, LockedGraphSource.Target.Repository, LockedGraphSource.Target.Tag)
        {
            Image = new LockedImage(graph.Base.Image.WithDigest(graph.GraphImage), graph.Size),
            Digest = graph.Data.Digest,
            SourceKey = source.Key,
        };
    }
}
