using Mirror.Oci.Content;

namespace Mirror.Oci.Registry;

/// <summary>A registry, or a namespace of one, that images are written to. The repositories that callers name are below the namespace.</summary>
/// <param name="client">Stays the caller's, who disposes it.</param>
/// <param name="prefix">Path without slashes at its ends; empty for the whole registry.</param>
/// <param name="loginPath">Whose login is checked first, where callers name repositories in full; null for that of <paramref name="prefix"/>.</param>
public sealed class RegistryDestination(RegistryClient client, string prefix, string? loginPath = null) : IImageDestination
{
    /// <inheritdoc/>
    public Task PingAsync(CancellationToken cancellationToken) => client.PingAsync(loginPath ?? prefix, cancellationToken);

    /// <inheritdoc/>
    public bool MayRefuse => client.AsksForLogin || client.LacksRoot;

    /// <inheritdoc/>
    public Task ProbeAsync(string repository, CancellationToken cancellationToken) => client.ProbePushAsync(Locate(repository), cancellationToken);

    /// <inheritdoc/>
    public Task<bool?> CanDeleteAsync(string repository, CancellationToken cancellationToken) => client.CanDeleteAsync(Locate(repository), cancellationToken);

    /// <inheritdoc/>
    public Task<Digest?> FindDigestAsync(string repository, string reference, CancellationToken cancellationToken) =>
        client.FindDigestAsync(Locate(repository), reference, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> HasBlobAsync(string repository, Descriptor blob, CancellationToken cancellationToken) =>
        client.HasBlobAsync(Locate(repository), blob.Digest, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlySet<Digest>?> FindReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken) =>
        (await client.FindReferrersAsync(Locate(repository), subject, cancellationToken).ConfigureAwait(false))?.Select(referrer => referrer.Digest).ToHashSet();

    /// <inheritdoc/>
    public Task<BlobOutcome> PushBlobAsync(
        string repository, Descriptor blob, string? mountFrom, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken) =>
        client.PushBlobAsync(Locate(repository), blob, mountFrom is null ? null : Locate(mountFrom), open, cancellationToken);

    /// <inheritdoc/>
    public Task PushManifestAsync(string repository, string? tag, ManifestContent manifest, CancellationToken cancellationToken) =>
        client.PutManifestAsync(Locate(repository), tag, manifest, cancellationToken);

    private string Locate(string repository) => prefix.Length == 0 ? repository : $"{prefix}/{repository}";
}
