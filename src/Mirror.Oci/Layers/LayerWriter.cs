using System.Buffers;

namespace Mirror.Oci.Layers;

/// <summary>
/// Writes a layer whose bytes depend on its items alone, not on their order, the time, the machine or the version of a compressor (DESIGN 1).
/// </summary>
public static class LayerWriter
{
    private const int BufferSize = 64 * 1024;

    private static readonly byte[] Zeros = new byte[2 * TarHeader.BlockSize];

    /// <summary>Writes tar in gzip to <paramref name="destination"/>, sorted ordinally by path; content is streamed.</summary>
    /// <exception cref="ArgumentException">A path is not normalised or stands twice, or a size is out of range.</exception>
    /// <exception cref="InvalidDataException">Content has another size than its item says.</exception>
    public static async Task<WrittenLayer> WriteAsync(IEnumerable<LayerItem> items, Stream destination, CancellationToken cancellationToken)
    {
        var sorted = items.OrderBy(item => item.Path, StringComparer.Ordinal).ToList();
        Validate(sorted);
        using var gzip = new StoredGzip(destination);
        foreach (var item in sorted)
        {
            await WriteItemAsync(gzip, item, cancellationToken).ConfigureAwait(false);
        }

        await gzip.WriteAsync(Zeros, cancellationToken).ConfigureAwait(false);
        return await gzip.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Validate(List<LayerItem> sorted)
    {
        for (var i = 0; i < sorted.Count; i++)
        {
            var item = sorted[i];
            if (item.Path.Length == 0 || item.Path.Contains('\0', StringComparison.Ordinal)
                || !LayerPath.TryNormalise(item.Path, out var normalised) || normalised != item.Path)
            {
                throw new ArgumentException($"'{item.Path}' is not a normalised path.", nameof(sorted));
            }

            if (i > 0 && sorted[i - 1].Path == item.Path)
            {
                throw new ArgumentException($"'{item.Path}' stands twice.", nameof(sorted));
            }

            if (item.Size is < 0 or > TarHeader.MaxSize)
            {
                throw new ArgumentException($"'{item.Path}' has the size {item.Size}, which a tar header cannot hold.", nameof(sorted));
            }
        }
    }

    private static async Task WriteItemAsync(StoredGzip gzip, LayerItem item, CancellationToken cancellationToken)
    {
        if (item.Open is null)
        {
            await gzip.WriteAsync(TarHeader.Make($"{item.Path}/", '5', 0, item.Mode), cancellationToken).ConfigureAwait(false);
            return;
        }

        await gzip.WriteAsync(TarHeader.Make(item.Path, '0', item.Size, item.Mode), cancellationToken).ConfigureAwait(false);
        await using var content = await item.Open(cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var size = 0L;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                size += read;
                if (size > item.Size)
                {
                    break;
                }

                await gzip.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            if (size != item.Size)
            {
                throw new InvalidDataException($"The content of '{item.Path}' has another size than {item.Size} bytes.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        await gzip.WriteAsync(Zeros.AsMemory(0, (int)(-item.Size & (TarHeader.BlockSize - 1))), cancellationToken).ConfigureAwait(false);
    }
}
