namespace Mirror.Model.Configuration;

/// <summary>A release payload named by its image: block <c>platform/release/IMAGE</c> of the lock.</summary>
public sealed record ReleaseImageSource(PlatformSection Platform, ImageReference Release) : ISourceEntry
{
    /// <inheritdoc/>
    public string SourceKey => $"platform/release/{Release}";

    /// <inheritdoc/>
    public SignaturePolicy? Signatures => Platform.Signatures;

    /// <inheritdoc/>
    public SourceSpan Span => Platform.SpanOf("release");

    /// <inheritdoc/>
    public SourceInput Input => Platform.AddSharedTo(new SourceInputBuilder(Platform, SourceKey)).Build();
}
