namespace Mirror.Oci.Content;

/// <summary>A place that images are written to: a registry, or a layout folder. Repositories are paths below it.</summary>
/// <remarks>Safe for concurrent use; callers keep one transfer of a digest in flight (PEERS 4.3).</remarks>
public interface IImageDestination
{
    /// <summary>Whether the place is there and lets us in: asked once, before work begins, so that a wrong address or password fails at once.</summary>
    Task PingAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Whether it is worth asking about single repositories before work begins: the place wanted a login, so that rights may differ, or it does not say whether it is a
    /// registry at all. Known after <see cref="PingAsync"/>.
    /// </summary>
    bool MayRefuse { get; }

    /// <summary>Whether content may be written to <paramref name="repository"/>: begins to, and leaves nothing behind.</summary>
    /// <exception cref="MirrorException">It may not, and why.</exception>
    Task ProbeAsync(string repository, CancellationToken cancellationToken);

    /// <summary>Whether manifests can be deleted from <paramref name="repository"/>; null when the place does not tell.</summary>
    Task<bool?> CanDeleteAsync(string repository, CancellationToken cancellationToken);

    /// <summary>
    /// The digest that <paramref name="reference"/> (a tag or a digest) has in <paramref name="repository"/>, in one request without content;
    /// null when there is none.
    /// </summary>
    Task<Digest?> FindDigestAsync(string repository, string reference, CancellationToken cancellationToken);

    /// <summary>Whether <paramref name="repository"/> holds a blob, in one request without content.</summary>
    Task<bool> HasBlobAsync(string repository, Descriptor blob, CancellationToken cancellationToken);

    /// <summary>
    /// The digests of what refers to <paramref name="subject"/> in <paramref name="repository"/> and can be found by asking for it, cosign's tags aside. Null when the
    /// place cannot tell.
    /// </summary>
    Task<IReadOnlySet<Digest>?> FindReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken);

    /// <summary>
    /// Makes <paramref name="repository"/> hold <paramref name="blob"/>: mounted from <paramref name="mountFrom"/> if the place can
    /// (also from the repository itself, which finds a blob that is already there at the price of the request that opens an upload),
    /// else uploaded. <paramref name="open"/> is called for each attempt and gives verified content, as
    /// <see cref="IImageSource.FindBlobAsync"/> does.
    /// </summary>
    Task<BlobOutcome> PushBlobAsync(
        string repository,
        Descriptor blob,
        string? mountFrom,
        Func<CancellationToken, Task<Stream>> open,
        CancellationToken cancellationToken);

    /// <summary>
    /// Writes the raw bytes of <paramref name="manifest"/> under its digest or, if given, under <paramref name="tag"/>. All it names must be
    /// there already.
    /// </summary>
    Task PushManifestAsync(string repository, string? tag, ManifestContent manifest, CancellationToken cancellationToken);
}
