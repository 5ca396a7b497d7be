namespace Mirror.Oci.Content;

/// <summary>A place that can say what a name stands for without giving it away, which is cheap and counts against no limit of downloads.</summary>
public interface IDigestSource
{
    /// <summary>The digest that a tag stands for, or the digest itself if the place has it; null when it has not.</summary>
    /// <exception cref="MirrorException">The place could not be asked.</exception>
    Task<Digest?> FindDigestAsync(ImageReference image, CancellationToken cancellationToken);
}
