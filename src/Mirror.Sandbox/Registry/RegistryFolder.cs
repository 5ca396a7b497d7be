using Mirror.Oci.Store;

namespace Mirror.Sandbox.Registry;

/// <summary>
/// A registry's content in a folder: an OCI image layout for the bytes, and beside it <c>repositories/NAME/</c> with one tiny file per fact
/// (<c>_manifests</c>, <c>_blobs</c>, <c>_tags</c>, <c>_referrers</c>; no name starts with an underscore). Each file is written whole or not at all, and what
/// others rest on is written first and removed last, so that the folder is a valid registry at every moment. Safe for concurrent use.
/// </summary>
internal sealed class RegistryFolder : IRegistryContent
{
    private const string ManifestsFolder = "_manifests";
    private const string BlobsFolder = "_blobs";
    private const string TagsFolder = "_tags";
    private const string ReferrersFolder = "_referrers";

    private readonly string _repositories;

    public RegistryFolder(string root)
    {
        Blobs = new BlobFolder(root);
        _repositories = Path.Combine(Blobs.Root, "repositories");
    }

    public BlobFolder Blobs { get; }

    public bool HasRepository(string repository) =>
        Directory.Exists(PathOf(repository, ManifestsFolder)) || Directory.Exists(PathOf(repository, BlobsFolder));

    public IReadOnlyList<string> Repositories()
    {
        if (!Directory.Exists(_repositories))
        {
            return [];
        }

        return
        [
            .. Directory.EnumerateDirectories(_repositories, ManifestsFolder, SearchOption.AllDirectories)
                .Where(folder => Directory.EnumerateFileSystemEntries(folder).Any())
                .Select(folder => Path.GetRelativePath(_repositories, Path.GetDirectoryName(folder)!).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
    }

    public IReadOnlyList<string> Tags(string repository) =>
        [.. ReadTags(repository).Select(tag => tag.Name).Order(StringComparer.Ordinal)];

    public Digest? FindTag(string repository, string tag) => TagFile.Find(TagPath(repository, tag))?.Digest;

    public Descriptor? FindManifest(string repository, Digest digest)
    {
        try
        {
            var mediaType = File.ReadAllText(LinkPath(repository, ManifestsFolder, digest));
            return Blobs.SizeOf(digest) is { } size ? new Descriptor(mediaType, digest, size) : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public async Task<ReadOnlyMemory<byte>> ReadManifestAsync(Digest digest, CancellationToken cancellationToken) =>
        await Blobs.FindBytesAsync(digest, ManifestReader.MaxSize, cancellationToken).ConfigureAwait(false)
        ?? throw MirrorErrors.LayoutInvalid.Exception($"'{Blobs.PathOf(digest)}' disappeared while it was served.");

    public long? FindBlob(string repository, Digest digest) =>
        File.Exists(LinkPath(repository, BlobsFolder, digest)) ? Blobs.SizeOf(digest) : null;

    public Stream OpenBlob(Digest digest) =>
        new FileStream(Blobs.PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);

    public async Task<IReadOnlyList<Descriptor>> FindReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken)
    {
        var referrers = new List<Descriptor>();
        foreach (var digest in ReferrerDigests(repository, subject))
        {
            if (FindManifest(repository, digest) is { } manifest)
            {
                var bytes = await ReadManifestAsync(digest, cancellationToken).ConfigureAwait(false);
                referrers.Add(Referrer.Describe(ManifestReader.Read(bytes, manifest.MediaType, digest.ToString())) with { Digest = digest });
            }
        }

        return referrers;
    }

    /// <summary>Makes a blob whose bytes are in the folder one of the repository.</summary>
    public void LinkBlob(string repository, Digest digest) => CreateEmpty(LinkPath(repository, BlobsFolder, digest));

    /// <summary>Makes a manifest whose bytes are in the folder one of the repository.</summary>
    public async Task LinkManifestAsync(string repository, Digest digest, Manifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Subject is { } subject)
        {
            CreateEmpty(LinkPath(repository, Path.Combine(ReferrersFolder, subject.Digest.Algorithm, subject.Digest.Hex), digest));
        }

        await AtomicFile.WriteAsync(LinkPath(repository, ManifestsFolder, digest), manifest.MediaType, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Points a tag to a manifest of the repository.</summary>
    public Task TagAsync(string repository, string tag, Digest digest, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(TagPath(repository, tag), new TagFile(tag, digest).ToString(), cancellationToken);

    /// <summary>Removes a tag; false if there is none.</summary>
    public bool Untag(string repository, string tag) => DeleteFile(TagPath(repository, tag));

    /// <summary>Removes a blob from the repository; its bytes stay, for they may be another's.</summary>
    public bool UnlinkBlob(string repository, Digest digest) => DeleteFile(LinkPath(repository, BlobsFolder, digest));

    /// <summary>Removes a manifest and the tags that point to it from the repository; its bytes stay.</summary>
    public async Task<bool> UnlinkManifestAsync(string repository, Digest digest, CancellationToken cancellationToken)
    {
        if (FindManifest(repository, digest) is not { } manifest)
        {
            return false;
        }

        var bytes = await ReadManifestAsync(digest, cancellationToken).ConfigureAwait(false);
        foreach (var tag in ReadTags(repository).Where(tag => tag.Digest == digest))
        {
            Untag(repository, tag.Name);
        }

        DeleteFile(LinkPath(repository, ManifestsFolder, digest));
        if (ManifestReader.Read(bytes, manifest.MediaType, digest.ToString()).Manifest.Subject is { } subject)
        {
            DeleteFile(LinkPath(repository, Path.Combine(ReferrersFolder, subject.Digest.Algorithm, subject.Digest.Hex), digest));
        }

        return true;
    }

    private static void CreateEmpty(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
        }
    }

    private static bool DeleteFile(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        File.Delete(path);
        return true;
    }

    private IEnumerable<TagFile> ReadTags(string repository)
    {
        var folder = PathOf(repository, TagsFolder);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Where(file => !Path.GetFileName(file).StartsWith('.')).Select(TagFile.Find).OfType<TagFile>()
            : [];
    }

    private IEnumerable<Digest> ReferrerDigests(string repository, Digest subject)
    {
        var folder = PathOf(repository, Path.Combine(ReferrersFolder, subject.Algorithm, subject.Hex));
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (Digest.TryParse($"{Path.GetFileName(Path.GetDirectoryName(file))}:{Path.GetFileName(file)}", out var digest))
            {
                yield return digest;
            }
        }
    }

    private string PathOf(string repository, string folder) => Path.Combine(_repositories, repository, folder);

    private string LinkPath(string repository, string folder, Digest digest) =>
        Path.Combine(PathOf(repository, folder), digest.Algorithm, digest.Hex);

    // Tags differ by case and may be 128 characters long, which not every file system can say in a name.
    private string TagPath(string repository, string tag) => Path.Combine(PathOf(repository, TagsFolder), Digest.OfText(tag).Hex);
}
