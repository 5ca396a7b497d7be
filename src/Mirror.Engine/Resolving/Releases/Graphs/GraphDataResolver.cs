using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Oci.Content;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Releases.Graphs;

/// <summary>Answers <c>platform.graph</c>: the graph data and the base image as they are now, and the image that the two make. The data stay in the store.</summary>
internal sealed class GraphDataResolver(Func<GraphDataClient> client, IImageSource source, ContentStore store) : ISourceResolver
{
    private static readonly ImageReference BaseImage = ImageReference.Docker("registry.access.redhat.com", "ubi9/ubi", tag: "latest");

    public bool Resolves(ISourceEntry entry) => entry is GraphSource;

    /// <exception cref="MirrorException">MIR2201 to MIR2204, MIR2217, MIR2220, MIR3xxx.</exception>
    public async Task<LockedSource> ResolveAsync(SourceQuestion question, CancellationToken cancellationToken)
    {
        if (!question.IsMoving && question.Locked is LockedGraphSource locked)
        {
            return locked with { InputHash = question.Entry.Input.Hash, Requested = question.Entry.Input.Text, Span = null };
        }

        var upstream = client();
        var data = await upstream.GetAsync(cancellationToken).ConfigureAwait(false);
        var baseManifest = await source.FindManifestAsync(BaseImage, cancellationToken).ConfigureAwait(false)
            ?? throw MirrorErrors.ImageNotFound.Exception($"There is no image '{BaseImage}', which the graph image is built on. A registry may also answer so when the credentials may not read it.");
        await store.AddAsync(baseManifest, cancellationToken).ConfigureAwait(false);
        var pinned = BaseImage.WithDigest(baseManifest.Digest);
        var assembly = new GraphImageAssembly(source, store);
        using var content = new ReadOnlyMemoryStream(data);
        var image = await assembly.BuildAsync(pinned, content, $"the graph data of '{upstream.Host}'", cancellationToken).ConfigureAwait(false);
        var digest = await store.Blobs.IngestAsync(data, cancellationToken).ConfigureAwait(false);
        return new LockedGraphSource
        {
            Key = question.Entry.SourceKey,
            InputHash = question.Entry.Input.Hash,
            Requested = question.Entry.Input.Text,
            Data = new Descriptor(LockedGraphSource.DataType, digest, data.Length),
            Base = new LockedImage(pinned, await assembly.WeighAsync(pinned, cancellationToken).ConfigureAwait(false)),
            GraphImage = image.Manifest.Digest,
            Size = image.Size,
        };
    }
}
