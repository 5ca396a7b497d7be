namespace Mirror.Oci.Registry.Configuration;

/// <summary>One <c>[[registry.mirror]]</c>.</summary>
internal sealed record RegistryMirror(string Location, bool IsInsecure, PullFromMirror PullFrom, SourceSpan Span)
{
    public bool Serves(ImageReference image) => PullFrom switch
    {
        PullFromMirror.DigestOnly => image.Digest is not null,
        PullFromMirror.TagOnly => image.Digest is null,
        _ => true,
    };
}
