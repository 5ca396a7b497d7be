using Mirror.Charts.Loading;
using Mirror.Model.Locking;
using Mirror.Oci.Content;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Charts;

/// <summary>Reads the archives of charts, wherever they are, and keeps them in the content store, which serves them when their origin has lost them.</summary>
internal sealed class ChartArchives(ContentStore store, IFileSource files, IImageSource images, string configurationFolder)
{
    /// <summary>How large charts may be.</summary>
    public static ChartLimits Limits { get; } = new();

    private static int MaxBytes => (int)Limits.MaxArchiveBytes;

    /// <summary>The archive that the lock names.</summary>
    /// <exception cref="MirrorException">MIR2462: it is gone; MIR2463: what is there is another.</exception>
    public async Task<byte[]> ReadAsync(LockedChart chart, CancellationToken cancellationToken)
    {
        var archive = chart.Archive;
        if (await store.Blobs.FindBytesAsync(archive.Digest, MaxBytes, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            return stored;
        }

        var found = await FindAsync(archive.Origin, isPinned: true, cancellationToken).ConfigureAwait(false)
            ?? throw MirrorErrors.ChartGone.Exception(
                $"The archive of the chart '{chart.Id}' is gone from '{archive.Origin}', and the store does not have it. Have it put there again, fill the store from one that has it, or move the lock on with '--target Lock --update {chart.Name}'.");
        var taken = await KeepAsync(archive.Origin, found, cancellationToken).ConfigureAwait(false);
        return taken.Digest == archive.Digest
            ? found
            : throw MirrorErrors.ChartDigestMismatch.Exception(
                $"The archive of the chart '{chart.Id}' at '{archive.Origin}' is another than the locked one: expected '{archive.Digest}', got '{taken.Digest}'. If that is meant, move the lock on with '--target Lock --update {chart.Name}'.");
    }

    /// <summary>What is at <paramref name="origin"/> now; null when there is nothing.</summary>
    public Task<byte[]?> FindAsync(ChartOrigin origin, bool isPinned, CancellationToken cancellationToken) => origin switch
    {
        ChartUrl url => FindFileAsync(url, isPinned, cancellationToken),
        ChartImage image => FindLayerAsync(image, cancellationToken),
        ChartPath path => LocalCharts.FindAsync(path.Path, configurationFolder, Limits, cancellationToken),
        _ => throw new ArgumentException($"'{origin.GetType().Name}' is of an unknown kind.", nameof(origin)),
    };

    /// <summary>Puts an archive into the store.</summary>
    public async Task<LockedChartArchive> KeepAsync(ChartOrigin origin, ReadOnlyMemory<byte> archive, CancellationToken cancellationToken) =>
        new(origin, await store.Blobs.IngestAsync(archive, cancellationToken).ConfigureAwait(false), archive.Length);

    private async Task<byte[]?> FindFileAsync(ChartUrl url, bool isPinned, CancellationToken cancellationToken) =>
        (await files.FindFileAsync(url.Address, isPinned, MaxBytes, cancellationToken).ConfigureAwait(false))?.ToArray();

    private async Task<byte[]?> FindLayerAsync(ChartImage chart, CancellationToken cancellationToken)
    {
        var manifest = await store.FindManifestAsync(chart.Image, cancellationToken).ConfigureAwait(false)
            ?? await images.FindManifestAsync(chart.Image, cancellationToken).ConfigureAwait(false);
        if (manifest is null)
        {
            return null;
        }

        await store.AddAsync(manifest, cancellationToken).ConfigureAwait(false);
        var layer = ChartLayer.Find(manifest.Manifest, chart.Image);
        if (layer.Size > MaxBytes)
        {
            throw MirrorErrors.ChartTooLarge.Exception($"The chart '{chart}' has more than {MaxBytes} bytes.");
        }

        var content = await images.FindBlobAsync(chart.Image, layer, cancellationToken).ConfigureAwait(false);
        if (content is null)
        {
            return null;
        }

        await using (content.ConfigureAwait(false))
        {
            var bytes = new byte[layer.Size];
            await content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
    }
}
