namespace Mirror.Oci.Content;

/// <summary>A place that can list the tags of a repository.</summary>
public interface ITagSource
{
    /// <summary>All tags in ordinal order; null when there is no such repository. Tag and digest of <paramref name="repository"/> do not count.</summary>
    /// <exception cref="MirrorException">The place could not be asked.</exception>
    Task<IReadOnlyList<string>?> FindTagsAsync(ImageReference repository, CancellationToken cancellationToken);
}
