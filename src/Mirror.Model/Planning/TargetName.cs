namespace Mirror.Model.Planning;

/// <summary>Where an image goes, below the destination: repository path and tag, or digest for what only its subject leads to.</summary>
public sealed record TargetName(string Repository, string Tag)
{
    /// <summary>Whether there is no tag: <see cref="Tag"/> is a digest.</summary>
    public bool IsByDigest => Tag.Contains(':', StringComparison.Ordinal);

    /// <summary>What the manifest is tagged with; null for none.</summary>
    public string? TagOrNull => IsByDigest ? null : Tag;

    /// <summary>A target without a tag.</summary>
    public static TargetName ByDigest(string repository, Digest digest) => new(repository, digest.ToString());

    /// <summary>Splits <c>repository:tag</c>; null when the text is not that.</summary>
    public static TargetName? TryParse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && ReferenceRules.IsRepository(text[..colon]) && ReferenceRules.IsTag(text[(colon + 1)..])
            ? new TargetName(text[..colon], text[(colon + 1)..])
            : null;
    }

    /// <summary>The tag that an image without one gets: <c>sha256-…</c> (SPEC 8.2), cut to the 128 characters a tag may have.</summary>
    public static string DigestTag(Digest digest)
    {
        var tag = $"{digest.Algorithm}-{digest.Hex}";
        return tag.Length > 128 ? tag[..127] : tag;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Repository}{(IsByDigest ? '@' : ':')}{Tag}";
}
