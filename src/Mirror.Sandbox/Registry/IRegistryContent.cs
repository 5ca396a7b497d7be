namespace Mirror.Sandbox.Registry;

/// <summary>What a registry serves. Names and tags are valid by the grammar. Safe for concurrent use.</summary>
internal interface IRegistryContent
{
    bool HasRepository(string repository);

    /// <summary>Repositories that hold manifests, in ordinal order.</summary>
    IReadOnlyList<string> Repositories();

    /// <summary>Tags in ordinal order.</summary>
    IReadOnlyList<string> Tags(string repository);

    Digest? FindTag(string repository, string tag);

    /// <summary>Address, media type and size of a manifest of the repository; null when it has none of that digest.</summary>
    Descriptor? FindManifest(string repository, Digest digest);

    /// <summary>The bytes of a manifest that was just found.</summary>
    Task<ReadOnlyMemory<byte>> ReadManifestAsync(Digest digest, CancellationToken cancellationToken);

    /// <summary>Bytes of a blob of the repository; null when it has none of that digest.</summary>
    long? FindBlob(string repository, Digest digest);

    /// <summary>A seekable stream over a blob that was just found.</summary>
    Stream OpenBlob(Digest digest);

    /// <summary>The manifests of the repository that name <paramref name="subject"/>, in the order of their digests.</summary>
    Task<IReadOnlyList<Descriptor>> FindReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken);
}
