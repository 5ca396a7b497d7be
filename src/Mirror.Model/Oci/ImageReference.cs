using System.Diagnostics.CodeAnalysis;

namespace Mirror.Model.Oci;

/// <summary>
/// The name of an image (SPEC 8.1): a repository of a registry, or a layout folder, with a tag, a digest or both. Parsed once, where text enters.
/// Docker Hub's short names are completed (<c>nginx:1</c> is <c>docker.io/library/nginx:1</c>), which oc-mirror leaves to its libraries.
/// </summary>
public sealed record ImageReference
{
    private const int MaxLength = 4096;
    private const string DockerPrefix = "docker://";
    private const string LayoutPrefix = "oci://";

    private ImageReference(Transport transport, string registry, string repository, string? tag, Digest? digest)
    {
        Transport = transport;
        Registry = registry;
        Repository = repository;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>How the image is reached.</summary>
    public Transport Transport { get; }

    /// <summary>Host, with port if one is given; empty for a layout.</summary>
    public string Registry { get; }

    /// <summary>Path below the registry, or the folder of a layout as it was written.</summary>
    public string Repository { get; }

    /// <summary>The tag, without colon; of a layout, the name that <c>index.json</c> gives the image.</summary>
    public string? Tag { get; }

    /// <summary>The digest; when both are given the digest decides what is pulled.</summary>
    public Digest? Digest { get; }

    /// <summary>The reference without tag and digest: <c>host/path</c>, or <c>oci://folder</c>.</summary>
    public string Name => Transport == Transport.OciLayout ? LayoutPrefix + Repository : $"{Registry}/{Repository}";

    /// <summary>A reference to a repository of a registry from parts that are known to be valid.</summary>
    public static ImageReference Docker(string registry, string repository, string? tag = null, Digest? digest = null) =>
        new(Transport.Docker, registry, repository, tag, digest);

    /// <summary>A reference into the OCI layout at <paramref name="folder"/>.</summary>
    public static ImageReference Layout(string folder, string? tag = null, Digest? digest = null) =>
        new(Transport.OciLayout, "", folder, tag, digest);

    /// <summary>The same repository with only this tag.</summary>
    public ImageReference WithTag(string tag) => new(Transport, Registry, Repository, tag, null);

    /// <summary>The same repository with only this digest.</summary>
    public ImageReference WithDigest(Digest digest) => new(Transport, Registry, Repository, null, digest);

    /// <summary>
    /// Parses <paramref name="text"/>; <paramref name="problem"/> says in a clause what is wrong with it. A registry reference needs a tag or a
    /// digest; a layout may have neither.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageReference? reference, [NotNullWhen(false)] out string? problem)
    {
        reference = null;
        if (string.IsNullOrEmpty(text))
        {
            problem = "the reference is empty";
            return false;
        }

        if (text.Length > MaxLength)
        {
            problem = $"the reference has more than {MaxLength} characters";
            return false;
        }

        if (text.StartsWith(LayoutPrefix, StringComparison.Ordinal))
        {
            return TryParseLayout(text[LayoutPrefix.Length..], out reference, out problem);
        }

        var rest = text.StartsWith(DockerPrefix, StringComparison.Ordinal) ? text[DockerPrefix.Length..] : text;
        if (rest.Contains("://", StringComparison.Ordinal))
        {
            problem = $"the transport '{rest[..rest.IndexOf("://", StringComparison.Ordinal)]}' is not known; expected 'docker://', 'oci://' or none";
            return false;
        }

        if (!TrySplit(rest, out var name, out var tag, out var digest, out problem))
        {
            return false;
        }

        if (tag is null && digest is null)
        {
            problem = "it has neither a tag nor a digest";
            return false;
        }

        if (!TryParseName(name, out var registry, out var repository, out problem))
        {
            return false;
        }

        reference = new ImageReference(Transport.Docker, registry, repository, tag, digest);
        return true;
    }

    /// <summary>For text that is known to be a reference.</summary>
    /// <exception cref="FormatException">The text is not a reference.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out var reference, out var problem) ? reference : throw new FormatException($"'{text}': {problem}.");

    /// <summary>Parses <c>host/path</c> without tag and digest, completing Docker Hub's short names.</summary>
    public static bool TryParseName(
        string name,
        out string registry,
        out string repository,
        [NotNullWhen(false)] out string? problem)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        if (first.Length > 0 && (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost"))
        {
            registry = first;
            repository = name[(slash + 1)..];
        }
        else
        {
            registry = "docker.io";
            repository = slash < 0 ? $"library/{name}" : name;
        }

        if (registry is "index.docker.io")
        {
            registry = "docker.io";
        }

        if (registry == "docker.io" && !repository.Contains('/', StringComparison.Ordinal))
        {
            repository = $"library/{repository}";
        }

        if (!ReferenceRules.IsRegistry(registry))
        {
            problem = $"'{registry}' is not a host name with an optional port";
            return false;
        }

        if (!ReferenceRules.IsRepository(repository))
        {
            problem = $"'{repository}' is not a repository path (lower-case letters, digits, and '.', '_', '-' between them)";
            return false;
        }

        problem = null;
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Name + (Tag is null ? "" : $":{Tag}") + (Digest is null ? "" : $"@{Digest}");

    private static bool TryParseLayout(string text, [NotNullWhen(true)] out ImageReference? reference, [NotNullWhen(false)] out string? problem)
    {
        reference = null;
        if (!TrySplit(text, out var folder, out var tag, out var digest, out problem))
        {
            return false;
        }

        if (folder.Length == 0 || folder.Contains('\0', StringComparison.Ordinal))
        {
            problem = "the folder of the layout is missing";
            return false;
        }

        reference = new ImageReference(Transport.OciLayout, "", folder, tag, digest);
        return true;
    }

    private static bool TrySplit(string text, out string name, out string? tag, out Digest? digest, [NotNullWhen(false)] out string? problem)
    {
        tag = null;
        digest = null;
        problem = null;
        name = text;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            if (!Oci.Digest.TryParse(text[(at + 1)..], out var parsed))
            {
                problem = $"'{text[(at + 1)..]}' is not a digest (sha256 or sha512 and lower-case hex digits of its length)";
                return false;
            }

            digest = parsed;
            name = text[..at];
        }

        var colon = name.LastIndexOf(':');
        if (colon > name.LastIndexOf('/'))
        {
            tag = name[(colon + 1)..];
            name = name[..colon];
            if (!ReferenceRules.IsTag(tag))
            {
                problem = $"'{tag}' is not a tag (up to 128 letters, digits, '_', '.', '-', not starting with '.' or '-')";
                return false;
            }
        }

        return true;
    }
}
