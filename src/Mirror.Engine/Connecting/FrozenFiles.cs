using Mirror.Oci.Content;

namespace Mirror.Engine.Connecting;

/// <summary>Stands for all web servers in frozen mode.</summary>
internal sealed class FrozenFiles : IFileSource
{
    public Task<ReadOnlyMemory<byte>?> FindFileAsync(Uri address, bool isPinned, int limit, CancellationToken cancellationToken) =>
        throw MirrorErrors.SourceFrozen.Exception(
            $"--frozen allows no source to be asked, and the store does not have what is at '{address.Authority}{address.AbsolutePath}'. Fill the store with '--target Fetch' first, or leave --frozen out.");
}
