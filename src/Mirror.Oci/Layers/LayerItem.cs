namespace Mirror.Oci.Layers;

/// <summary>What to write into a layer. Owner 0:0 and no times, so that equal items give equal bytes.</summary>
/// <param name="Path">Relative to the root, '/' between parts, without '.' and '..' parts.</param>
/// <param name="Size">Bytes that <paramref name="Open"/> gives; 0 for folders.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Open">The content; null for a folder. Whoever opens disposes.</param>
public sealed record LayerItem(string Path, long Size, int Mode, Func<CancellationToken, ValueTask<Stream>>? Open)
{
    private const int FileMode = 0b110_100_100;
    private const int FolderMode = 0b111_101_101;

    /// <summary>A file (0644) with content in memory.</summary>
    public static LayerItem File(string path, ReadOnlyMemory<byte> content) =>
        new(path, content.Length, FileMode, _ => ValueTask.FromResult<Stream>(new MemoryStream(content.ToArray(), writable: false)));

    /// <summary>A file (0644) whose content is opened when its turn comes.</summary>
    public static LayerItem File(string path, long size, Func<CancellationToken, ValueTask<Stream>> open) => new(path, size, FileMode, open);

    /// <summary>
    /// A folder (0755). Folders of the files need not be named, and those that the image has already should not be: their mode would change.
    /// </summary>
    public static LayerItem Folder(string path) => new(path, 0, FolderMode, null);

    /// <summary>Removes <paramref name="path"/> and all below it, as far as lower layers have it.</summary>
    public static LayerItem Whiteout(string path)
    {
        var slash = path.LastIndexOf('/') + 1;
        return File($"{path[..slash]}.wh.{path[slash..]}", ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>Removes all that lower layers have below <paramref name="folder"/>.</summary>
    public static LayerItem OpaqueWhiteout(string folder) => File($"{folder}/.wh..wh..opq", ReadOnlyMemory<byte>.Empty);
}
