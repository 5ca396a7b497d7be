namespace Mirror.Oci.Archives.OcMirror;

/// <summary>What an entry of such an archive is, told by its path alone (SPEC 3.2, 10.2).</summary>
internal abstract record OcMirrorEntry
{
    private const string Storage = "docker/registry/v2/";
    private const string WorkingFolder = "working-dir/";

    private OcMirrorEntry()
    {
    }

    /// <summary>Content by digest.</summary>
    public sealed record Blob(Digest Digest) : OcMirrorEntry;

    /// <summary>A file that holds the digest of a tag.</summary>
    public sealed record TagLink(string Repository, string Tag) : OcMirrorEntry;

    /// <summary>A manifest that a repository has.</summary>
    public sealed record Revision(string Repository, Digest Digest) : OcMirrorEntry;

    /// <summary>A repository has a blob, or had when the archive was written.</summary>
    public sealed record LayerLink(string Repository, Digest Digest) : OcMirrorEntry;

    /// <summary>A manifest of v1 under a tag: the manifest itself, or a link to it.</summary>
    public sealed record TaggedManifest(string Repository, string Tag) : OcMirrorEntry;

    /// <summary>A file of the working folder, or the configuration of the run.</summary>
    public sealed record WorkingFile(string Path) : OcMirrorEntry;

    /// <summary>What oc-mirror v1 makes catalogs of when it publishes.</summary>
    public sealed record CatalogSource : OcMirrorEntry;

    /// <summary>Anything else; null when the path cannot be meant honestly.</summary>
    public sealed record Other : OcMirrorEntry;

    /// <param name="isFirstVersion">Whether oc-mirror v1 wrote the archive.</param>
    /// <returns>Null for a path that leads out of the archive, or names no possible repository, tag or digest where one must be.</returns>
    public static OcMirrorEntry? TryParse(string path, bool isFirstVersion)
    {
        var parts = path.Split('/');
        if (path.StartsWith('/') || parts.Contains(".."))
        {
            return null;
        }

        var clean = string.Join('/', parts.Where(part => part is not ("" or ".")));
        if (isFirstVersion)
        {
            return ParseFirst(clean);
        }

        return Below(clean, Storage) is { } stored ? ParseStored(stored)
            : Below(clean, WorkingFolder) is { } working ? new WorkingFile(working)
            : clean.StartsWith("isc_", StringComparison.Ordinal) && !clean.Contains('/', StringComparison.Ordinal) ? new WorkingFile(clean)
            : new Other();
    }

    private static OcMirrorEntry? ParseStored(string path)
    {
        var parts = path.Split('/');
        if (parts is ["blobs", var kind, var start, var content, "data"])
        {
            return Digest.TryParse($"{kind}:{content}", out var blob) && content.StartsWith(start, StringComparison.Ordinal) ? new Blob(blob) : null;
        }

        if (parts[0] != "repositories" || Array.FindIndex(parts, part => part is "_manifests" or "_layers") is not (> 1 and var split))
        {
            return new Other();
        }

        var repository = string.Join('/', parts[1..split]);
        return !ReferenceRules.IsRepository(repository)
            ? null
            : parts[split..] switch
            {
                ["_layers", var algorithm, var hex, "link"] => Digest.TryParse($"{algorithm}:{hex}", out var digest) ? new LayerLink(repository, digest) : null,
                ["_manifests", "tags", var tag, "current", "link"] => ReferenceRules.IsTag(tag) ? new TagLink(repository, tag) : null,
                ["_manifests", "revisions", var algorithm, var hex, "link"] => Digest.TryParse($"{algorithm}:{hex}", out var digest) ? new Revision(repository, digest) : null,
                _ => new Other(),
            };
    }

    private static OcMirrorEntry? ParseFirst(string path)
    {
        var parts = path.Split('/');
        if (parts[0] == "catalogs")
        {
            return new CatalogSource();
        }

        if (Digest.TryParse(parts[^1], out var digest))
        {
            return new Blob(digest);
        }

        if (parts is not ["v2", _, .., "manifests", var tag])
        {
            return new Other();
        }

        var repository = string.Join('/', parts[1..^2]);
        return ReferenceRules.IsRepository(repository) && ReferenceRules.IsTag(tag) ? new TaggedManifest(repository, tag) : null;
    }

    private static string? Below(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) ? path[folder.Length..]
        : path.IndexOf($"/{folder}", StringComparison.Ordinal) is >= 0 and var at ? path[(at + 1 + folder.Length)..]
        : null;
}
