using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Mirror.Oci.Layers;

/// <summary>
/// Reads one layer, forwards, without holding more than one header and a buffer: tar, or tar in gzip, told apart by the first bytes because media
/// types lie. Paths are normalised and white-outs recognised; how layers lie on each other is <see cref="LayerStack"/>'s. The base class
/// library's tar reader is not used: it takes PAX headers of up to 2 GB into memory.
/// </summary>
public static class LayerReader
{
    private const string WhiteoutPrefix = ".wh.";
    private const string AufsPrefix = ".wh..wh.";
    private const string OpaqueName = ".wh..wh..opq";

    /// <summary>
    /// The entries of <paramref name="layer"/> in the order of the archive. The stream is read to its very end, so that one that verifies itself
    /// (<see cref="Content.IImageSource.FindBlobAsync"/>) has done so when the enumeration has ended, and not before: act on entries afterwards.
    /// The caller disposes it.
    /// </summary>
    /// <param name="name">How messages call the layer: <c>the layer 'sha256:...' of 'host/path:tag'</c>.</param>
    /// <exception cref="MirrorException">
    /// MIR3041 not a tar archive, or a damaged one, or a path leads outside; MIR3042 a compression other than gzip; MIR3043 over a limit.
    /// </exception>
    public static async IAsyncEnumerable<LayerEntry> ReadAsync(
        Stream layer, string name, LayerLimits limits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var magic = new byte[4];
        var read = await layer.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        await using var whole = new PrefixedStream(magic.AsMemory(0, read), layer);
        await using var unpacked = Unpack(magic, whole, name);
        await using var bounded = new UnpackedStream(unpacked, name, limits.MaxUnpackedBytes);
        var reader = new TarEntryReader(bounded, name, limits);
        for (var count = 1; await reader.ReadNextAsync(cancellationToken).ConfigureAwait(false) is { } entry; count++)
        {
            if (count > limits.MaxEntries)
            {
                throw MirrorErrors.LayerTooLarge.Exception($"There are more than {limits.MaxEntries} entries in {name}.");
            }

            if (Interpret(entry, name, limits) is { } interpreted)
            {
                yield return interpreted;
            }
        }

        await DrainAsync(bounded, cancellationToken).ConfigureAwait(false);
        await DrainAsync(whole, cancellationToken).ConfigureAwait(false);
    }

    private static Stream Unpack(ReadOnlySpan<byte> magic, Stream content, string name) => magic switch
    {
        [0x1f, 0x8b, ..] => new GZipStream(content, CompressionMode.Decompress, leaveOpen: true),
        [0x28, 0xb5, 0x2f, 0xfd] => throw Compressed(name, "zstd"),
        [(byte)'B', (byte)'Z', (byte)'h', ..] => throw Compressed(name, "bzip2"),
        [0xfd, (byte)'7', (byte)'z', (byte)'X'] => throw Compressed(name, "xz"),
        _ => content,
    };

    private static MirrorException Compressed(string name, string compression) => MirrorErrors.LayerCompression.Exception(
        $"The content of {name} is compressed with {compression}; Mirror has to look inside it and can read gzip and uncompressed layers. "
        + "Push the image again with gzip layers.");

    private static LayerEntry? Interpret(TarEntry entry, string name, LayerLimits limits)
    {
        if (entry.Path.Length > limits.MaxPathLength || entry.LinkTarget?.Length > limits.MaxPathLength)
        {
            throw MirrorErrors.LayerTooLarge.Exception($"A path in {name} has more than {limits.MaxPathLength} characters.");
        }

        var path = Normalise(entry.Path, name);
        var slash = path.LastIndexOf('/');
        var folder = path[..Math.Max(slash, 0)];
        var file = path[(slash + 1)..];
        if (file == OpaqueName)
        {
            return Make(folder, LayerEntryKind.OpaqueWhiteout);
        }

        if (file.StartsWith(AufsPrefix, StringComparison.Ordinal))
        {
            // Book-keeping of a file system that old engines used; it means nothing in an image.
            return null;
        }

        if (file.StartsWith(WhiteoutPrefix, StringComparison.Ordinal))
        {
            return file[WhiteoutPrefix.Length..] is { Length: > 0 } and not ("." or "..")
                ? Make(Normalise($"{folder}/{file[WhiteoutPrefix.Length..]}", name), LayerEntryKind.Whiteout)
                : throw MirrorErrors.LayerInvalid.Exception($"The white-out '{path}' in {name} removes nothing that has a name.");
        }

        return entry.Type switch
        {
            '0' or '\0' or '7' => new LayerEntry(name, path, LayerEntryKind.File, entry.Size, entry.Mode, null, entry.Content),
            '1' => Make(path, LayerEntryKind.HardLink, Normalise(entry.LinkTarget ?? "", name)),
            '2' => Make(path, LayerEntryKind.SymbolicLink, entry.LinkTarget),
            '5' => Make(path, LayerEntryKind.Directory),
            _ => Make(path, LayerEntryKind.Other),
        };

        LayerEntry Make(string at, LayerEntryKind kind, string? target = null) => new(name, at, kind, 0, entry.Mode, target, Stream.Null);
    }

    private static string Normalise(string path, string name) => LayerPath.TryNormalise(path, out var normalised)
        ? normalised
        : throw MirrorErrors.LayerInvalid.Exception($"The path '{path}' in {name} leads outside of the image.");

    private static async Task DrainAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
            {
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
