namespace Mirror.Oci.Content;

/// <summary>A place that images are removed from: a registry, or a layout folder. Repositories are paths below it.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IImageRemover
{
    /// <summary>Whether the place is there and lets us in.</summary>
    Task PingAsync(CancellationToken cancellationToken);

    /// <summary>All tags; none when there is no such repository.</summary>
    Task<IReadOnlyList<string>> ListTagsAsync(string repository, CancellationToken cancellationToken);

    /// <summary>What a tag shows, without reading more than it takes to tell an index from a single image; null when there is no such tag.</summary>
    Task<ShownManifest?> FindShownAsync(string repository, string tag, CancellationToken cancellationToken);

    /// <summary>The manifest under a tag or a digest; null when there is none.</summary>
    Task<ManifestContent?> FindManifestAsync(string repository, string reference, CancellationToken cancellationToken);

    /// <summary>What refers to <paramref name="subject"/> without being tagged.</summary>
    /// <param name="mayHaveTag">False for a tag that is known not to be there, which saves asking for the one that stands in for a list of referrers.</param>
    Task<IReadOnlyList<Digest>> ListReferrersAsync(string repository, Digest subject, Func<string, bool> mayHaveTag, CancellationToken cancellationToken);

    /// <summary>Removes a manifest with every tag that shows it, where that is not left to <see cref="FreeAsync"/>; false when there is none.</summary>
    /// <exception cref="MirrorException">MIR5104: the place does not delete.</exception>
    Task<bool> DeleteManifestAsync(string repository, Digest digest, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the removals: frees what the removed manifests alone needed, where the place does not do that by itself. The bytes freed, or null if nobody knows.
    /// </summary>
    Task<long?> FreeAsync(CancellationToken cancellationToken);
}
