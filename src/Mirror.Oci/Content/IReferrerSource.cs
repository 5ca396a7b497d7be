namespace Mirror.Oci.Content;

/// <summary>A place of images that also tells what refers to them.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IReferrerSource : IImageSource
{
    /// <summary>
    /// What refers to <paramref name="subjects"/>, which are all in the repository of <paramref name="image"/>: by what manifests say of themselves and, if
    /// <paramref name="byTag"/>, by Cosign's tags. Subjects are asked about together, because that takes fewer requests. In the order of subject and name.
    /// </summary>
    /// <param name="image">One of them, with its digest.</param>
    /// <exception cref="MirrorException">The place could not be asked, or its answer is wrong.</exception>
    Task<IReadOnlyList<FoundReferrer>> FindReferrersAsync(
        ImageReference image, IReadOnlyList<Digest> subjects, bool byTag, CancellationToken cancellationToken);
}
