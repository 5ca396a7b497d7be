namespace Mirror.Oci.Content;

/// <summary>Web servers that files are read from.</summary>
public interface IFileSource
{
    /// <summary>The file at <paramref name="address"/>, whole; null when the server answers that it has none.</summary>
    /// <param name="address">An http or https address.</param>
    /// <param name="isPinned">Whether the caller knows the digest of the content and verifies it.</param>
    /// <param name="limit">Bytes over which the file is refused.</param>
    /// <exception cref="MirrorException">The server could not be asked, or the file is larger.</exception>
    Task<ReadOnlyMemory<byte>?> FindFileAsync(Uri address, bool isPinned, int limit, CancellationToken cancellationToken);
}
