using Mirror.Oci.Content;

namespace Mirror.Oci.Registry;

/// <summary>Removes images of a registry by the distribution protocol. The registry keeps the blobs until its own garbage collection.</summary>
/// <param name="client">Stays the caller's, who disposes it.</param>
/// <param name="loginPath">Whose login is checked first.</param>
public sealed class RegistryRemover(RegistryClient client, string loginPath) : IImageRemover
{
    /// <inheritdoc/>
    public Task PingAsync(CancellationToken cancellationToken) => client.PingAsync(loginPath, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListTagsAsync(string repository, CancellationToken cancellationToken) =>
        await client.FindTagsAsync(repository, cancellationToken).ConfigureAwait(false) ?? [];

    /// <inheritdoc/>
    public Task<ShownManifest?> FindShownAsync(string repository, string tag, CancellationToken cancellationToken) => client.FindShownAsync(repository, tag, cancellationToken);

    /// <inheritdoc/>
    public Task<ManifestContent?> FindManifestAsync(string repository, string reference, CancellationToken cancellationToken) =>
        client.FindManifestAsync(repository, reference, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Digest>> ListReferrersAsync(string repository, Digest subject, Func<string, bool> mayHaveTag, CancellationToken cancellationToken) =>
        [.. (await client.FindReferrersAsync(repository, subject, mayHaveTag, cancellationToken).ConfigureAwait(false) ?? []).Select(referrer => referrer.Digest)];

    /// <inheritdoc/>
    public Task<bool> DeleteManifestAsync(string repository, Digest digest, CancellationToken cancellationToken) =>
        client.DeleteManifestAsync(repository, digest.ToString(), cancellationToken);

    /// <inheritdoc/>
    public Task<long?> FreeAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null);
}
