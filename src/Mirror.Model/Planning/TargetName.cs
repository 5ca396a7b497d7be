namespace Mirror.Model.Planning;

/// <summary>Where an image goes, below the destination: repository path and tag.</summary>
public sealed record TargetName(string Repository, string Tag)
{
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
    public override string ToString() => $"{Repository}:{Tag}";
}
