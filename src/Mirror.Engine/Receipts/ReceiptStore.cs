using System.Text;
using Mirror.Engine.Connecting;
using Mirror.Engine.Locking;
using Mirror.Model.Configuration;
using Mirror.Oci.Content;
using Mirror.Oci.Store;

namespace Mirror.Engine.Receipts;

/// <summary>
/// Keeps receipts where <c>storageConfig</c> says, one for each mirror and destination: as files of a folder, or as layers of one artifact in a registry. What else is there
/// is left alone: oc-mirror v1 kept its metadata in the same places.
/// </summary>
internal sealed class ReceiptStore(MirrorOptions options, ReceiptStorage place, Connections connections)
{
    private const string MediaType = "application/vnd.mirror.receipt.v1+json";
    private const string EmptyMediaType = "application/vnd.oci.empty.v1+json";
    private const int MaxFiles = 1_000;
    private const int MaxLayers = 1_000;

    private static readonly byte[] Empty = Encoding.ASCII.GetBytes("{}");

    private string Folder => Path.GetFullPath(place.Folder!, options.ConfigurationFolder);

    /// <summary>Keeps a receipt in place of the last one of its destination.</summary>
    /// <exception cref="MirrorException">MIR4022: something else has the name in the registry.</exception>
    public async Task WriteAsync(Receipt receipt, string placeName, CancellationToken cancellationToken)
    {
        var bytes = ReceiptFormat.Write(receipt);
        if (place.Image is { } image)
        {
            await PushAsync(image, receipt, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await AtomicFile.WriteAsync(Path.Combine(Folder, $"{receipt.Mirror}-at-{placeName}.json"), bytes, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What the receipts of this mirror say the destination holds that the run names, or else all that there are; null when there is none yet.</summary>
    /// <exception cref="MirrorException">MIR4021: they hold different locks, so that none is the base of an archive for all.</exception>
    public async Task<LockBase?> FindAsync(CancellationToken cancellationToken)
    {
        var receipts = place.Image is { } image
            ? await ReadAsync(image, await FindLayersAsync(image, cancellationToken).ConfigureAwait(false) ?? [], cancellationToken).ConfigureAwait(false)
            : await ReadAsync(cancellationToken).ConfigureAwait(false);
        var own = receipts.Where(receipt => receipt.Receipt.Mirror == options.Name).ToList();
        var meant = own.Where(receipt => receipt.Receipt.Destination == options.Destination?.ToString()).ToList();
        var locks = (meant.Count > 0 ? meant : own).DistinctBy(receipt => LockBytes.Of(receipt.Receipt.Lock).Pins).ToList();
        return locks switch
        {
            [] => null,
            [var only] => LockBase.Of(only.Receipt, only.Name),
            _ => throw MirrorErrors.ReceiptsAmbiguous.Exception(
                $"The destinations of this mirror hold different locks, by {string.Join(", ", locks.Select(receipt => LockBase.Of(receipt.Receipt, receipt.Name).Name))}. Say with '--destination' which of them the archive is for, or with '--base' what it is to build on."),
        };
    }

    private async Task<IReadOnlyList<(string Name, Receipt Receipt)>> ReadAsync(CancellationToken cancellationToken)
    {
        var receipts = new List<(string Name, Receipt Receipt)>();
        if (!Directory.Exists(Folder))
        {
            return receipts;
        }

        foreach (var file in Directory.EnumerateFiles(Folder, "*.json").Take(MaxFiles).Order(StringComparer.Ordinal))
        {
            var name = options.DisplayPath(file);
            if (new FileInfo(file).Length <= ReceiptFormat.MaxSize
                && ReceiptFormat.TryRead(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false), name) is { } receipt)
            {
                receipts.Add((name, receipt));
            }
        }

        return receipts;
    }

    private async Task PushAsync(ImageReference image, Receipt receipt, CancellationToken cancellationToken)
    {
        var kept = await FindLayersAsync(image, cancellationToken).ConfigureAwait(false);
        if (kept is { Count: 0 })
        {
            throw MirrorErrors.ReceiptPlaceTaken.Exception(
                $"'{image}' is something else than receipts, such as the metadata of oc-mirror v1, and stays as it is. Name another repository or tag as 'imageURL'.");
        }

        var others = await ReadAsync(image, kept ?? [], cancellationToken).ConfigureAwait(false);
        var stay = others.Select(other => other.Receipt).Where(other => (other.Mirror, other.Destination) != (receipt.Mirror, receipt.Destination)).ToList();
        if (stay.Count >= MaxLayers)
        {
            throw MirrorErrors.ReceiptPlaceTaken.Exception($"'{image}' has {MaxLayers} receipts, which is all that one name can have. Name another repository or tag as 'imageURL'.");
        }

        var layers = stay.Append(receipt)
            .OrderBy(one => one.Mirror, StringComparer.Ordinal).ThenBy(one => one.Destination, StringComparer.Ordinal)
            .Select(ReceiptFormat.Write)
            .ToList();
        var destination = connections.StorageAt(image, place.SkipTls);
        var config = DescriptorOf(EmptyMediaType, Empty);
        await PushAsync(destination, image, config, Empty, cancellationToken).ConfigureAwait(false);
        foreach (var layer in layers)
        {
            await PushAsync(destination, image, DescriptorOf(MediaType, layer), layer, cancellationToken).ConfigureAwait(false);
        }

        var manifest = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","artifactType":"{{MediaType}}","config":{{Json(config)}},"layers":[{{string.Join(',', layers.Select(layer => Json(DescriptorOf(MediaType, layer))))}}]}""");
        await destination.PushManifestAsync(image.Repository, image.Tag, ManifestReader.Read(manifest, MediaTypes.OciManifest, image.ToString()), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The receipts under a name; null when nothing has it, none when something else has it.</summary>
    private async Task<IReadOnlyList<Descriptor>?> FindLayersAsync(ImageReference image, CancellationToken cancellationToken) =>
        await connections.StorageContent(place.SkipTls).FindManifestAsync(image, cancellationToken).ConfigureAwait(false) is not { } found ? null
        : found.Manifest.Layers is { Count: <= MaxLayers } layers && layers.All(layer => layer is { MediaType: MediaType, Size: <= ReceiptFormat.MaxSize }) ? layers
        : [];

    private async Task<IReadOnlyList<(string Name, Receipt Receipt)>> ReadAsync(ImageReference image, IReadOnlyList<Descriptor> layers, CancellationToken cancellationToken)
    {
        var source = connections.StorageContent(place.SkipTls);
        var receipts = new List<(string Name, Receipt Receipt)>();
        foreach (var layer in layers)
        {
            // A registry that has lost a layer has lost a receipt, which is nothing to stop for: the next Publish writes it again.
            if (await source.FindBlobAsync(image, layer, cancellationToken).ConfigureAwait(false) is not { } content)
            {
                continue;
            }

            await using (content.ConfigureAwait(false))
            {
                var bytes = new byte[layer.Size];
                await content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
                if (ReceiptFormat.TryRead(bytes, image.ToString()) is { } receipt)
                {
                    receipts.Add((image.ToString(), receipt));
                }
            }
        }

        return receipts;
    }

    private static Task PushAsync(IImageDestination destination, ImageReference image, Descriptor blob, byte[] bytes, CancellationToken cancellationToken) =>
        destination.PushBlobAsync(image.Repository, blob, image.Repository, _ => Task.FromResult<Stream>(new ReadOnlyMemoryStream(bytes)), cancellationToken);

    private static Descriptor DescriptorOf(string mediaType, byte[] bytes) => new(mediaType, Digest.Of(bytes), bytes.Length);

    private static string Json(Descriptor blob) => $$"""{"mediaType":"{{blob.MediaType}}","digest":"{{blob.Digest}}","size":{{blob.Size}}}""";
}
