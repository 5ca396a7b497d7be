using Mirror.Engine.Building;
using Mirror.Model.Locking;
using Mirror.Oci.Content;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Releases.Graphs;

/// <summary>
/// Makes the graph image that a lock pins. Graph data cannot be asked for by digest, so they are taken from whoever still has them: the store, the update service while it
/// serves the same, or the finished image from the destination.
/// </summary>
/// <param name="client">Null when no source may be asked.</param>
/// <param name="destination">Where a mirror may already hold the finished image; null when there is none.</param>
internal sealed class GraphImageBuilder(
    Func<GraphDataClient>? client,
    IImageSource source,
    ContentStore store,
    Func<LockedGraphSource, (IImageSource Content, ImageReference Image)?> destination) : IImageBuilder
{
    public bool Builds(LockedSource source) => source is LockedGraphSource;

    /// <exception cref="MirrorException">MIR2219: nobody has the graph data; MIR2221: they make another image; and what reading the base throws.</exception>
    public async Task BuildAsync(LockedSource source, CancellationToken cancellationToken)
    {
        var graph = (LockedGraphSource)source;
        try
        {
            await MakeAsync(graph, cancellationToken).ConfigureAwait(false);
        }
        catch (MirrorException)
        {
            if (!await TakeFinishedAsync(graph, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    private async Task MakeAsync(LockedGraphSource graph, CancellationToken cancellationToken)
    {
        await EnsureDataAsync(graph, cancellationToken).ConfigureAwait(false);
        var data = store.Blobs.Find(graph.Data) ?? throw Gone(graph, "they were removed from the store just now");
        await using (data.ConfigureAwait(false))
        {
            var image = await new GraphImageAssembly(source, store).BuildAsync(graph.Base.Image, data, $"the graph data '{graph.Data.Digest}'", cancellationToken).ConfigureAwait(false);
            if (image.Manifest.Digest != graph.GraphImage)
            {
                throw MirrorErrors.GraphImageDiffers.Exception(
                    $"The graph image becomes '{image.Manifest.Digest}', and the lock has '{graph.GraphImage}'. Move the lock on with './build.sh --target Lock --update {LockedGraphSource.SourceKey}'.");
            }
        }
    }

    private async Task EnsureDataAsync(LockedGraphSource graph, CancellationToken cancellationToken)
    {
        if (store.Blobs.SizeOf(graph.Data.Digest) == graph.Data.Size)
        {
            return;
        }

        if (client is null)
        {
            throw MirrorErrors.SourceFrozen.Exception(
                $"--frozen allows no source to be asked, and the store does not have the graph data '{graph.Data.Digest}'. Fill the store with '--target Fetch' first, or leave --frozen out.");
        }

        var upstream = client();
        var served = await upstream.GetAsync(cancellationToken).ConfigureAwait(false);
        if (Digest.Of(served.Span) != graph.Data.Digest)
        {
            throw Gone(graph, $"'{upstream.Host}' now serves '{Digest.Of(served.Span)}'");
        }

        await store.Blobs.IngestAsync(served, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Brings manifests, configurations and the layer of the graph data from the destination; the index last, as it stands for all of it.</summary>
    private async Task<bool> TakeFinishedAsync(LockedGraphSource graph, CancellationToken cancellationToken)
    {
        if (destination(graph) is not var (content, image) || await content.FindManifestAsync(image, cancellationToken).ConfigureAwait(false) is not { } index)
        {
            return false;
        }

        foreach (var child in index.Manifest.Children)
        {
            if (await content.FindManifestAsync(image.WithDigest(child.Digest), cancellationToken).ConfigureAwait(false) is not { Manifest: { Config: { } config, Layers: [.., var layer] } } manifest
                || !await TakeAsync(content, image, config, cancellationToken).ConfigureAwait(false)
                || !await TakeAsync(content, image, layer, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            await store.AddAsync(manifest, cancellationToken).ConfigureAwait(false);
        }

        await store.AddAsync(index, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> TakeAsync(IImageSource content, ImageReference image, Descriptor blob, CancellationToken cancellationToken)
    {
        if (store.Blobs.Contains(blob.Digest))
        {
            return true;
        }

        if (await content.FindBlobAsync(image, blob, cancellationToken).ConfigureAwait(false) is not { } stream)
        {
            return false;
        }

        await using (stream.ConfigureAwait(false))
        {
            await store.Blobs.IngestAsync(blob, stream, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private static MirrorException Gone(LockedGraphSource graph, string why) => MirrorErrors.GraphDataGone.Exception(
        $"The graph data '{graph.Data.Digest}' that the lock pins are in no place that was asked: {why}, and neither the store nor the destination has them. "
        + "The update service keeps no old ones. Take the store from a machine that fetched them, publish with '--from' from an archive that has the graph image, "
        + $"or move the lock on with './build.sh --target Lock --update {LockedGraphSource.SourceKey}' outside of CI and commit it.");
}
