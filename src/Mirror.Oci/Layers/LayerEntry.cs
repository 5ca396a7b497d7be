namespace Mirror.Oci.Layers;

/// <summary>One entry of a layer, valid until the next one is read.</summary>
public sealed class LayerEntry
{
    private readonly string _layer;

    internal LayerEntry(string layer, string path, LayerEntryKind kind, long size, int mode, string? linkTarget, Stream content)
    {
        _layer = layer;
        Path = path;
        Kind = kind;
        Size = size;
        Mode = mode;
        LinkTarget = linkTarget;
        Content = content;
    }

    /// <summary>Path from the root, '/' between its parts, neither first nor last; empty for the root itself. Never has '.' or '..' parts.</summary>
    public string Path { get; }

    /// <summary>What the entry does.</summary>
    public LayerEntryKind Kind { get; }

    /// <summary>Bytes of <see cref="Content"/>; 0 for all but files.</summary>
    public long Size { get; }

    /// <summary>Permission bits.</summary>
    public int Mode { get; }

    /// <summary>Where a link leads.</summary>
    public string? LinkTarget { get; }

    /// <summary>The bytes of a file, once and forwards. What is not read is skipped.</summary>
    public Stream Content { get; }

    /// <summary>The last part of <see cref="Path"/>.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Whether the entry is <paramref name="folder"/> or below it; the empty folder is the root.</summary>
    public bool IsIn(string folder) => LayerPath.IsIn(Path, folder);

    /// <summary>Reads a file of at most <paramref name="limit"/> bytes.</summary>
    /// <exception cref="MirrorException">The file is larger, or the layer ends in the middle of it.</exception>
    public async Task<byte[]> ReadAllAsync(int limit, CancellationToken cancellationToken)
    {
        if (Size > limit)
        {
            throw MirrorErrors.LayerTooLarge.Exception($"The file '{Path}' of {_layer} has {Size} bytes; at most {limit} are read.");
        }

        var bytes = new byte[Size];
        await Content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }
}
