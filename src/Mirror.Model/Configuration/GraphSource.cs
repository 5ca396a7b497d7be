namespace Mirror.Model.Configuration;

/// <summary>The update graph data: block <c>platform/graph</c> of the lock.</summary>
public sealed record GraphSource(PlatformSection Platform) : ISourceEntry
{
    /// <inheritdoc/>
    public string SourceKey => "platform/graph";

    /// <inheritdoc/>
    public SignaturePolicy? Signatures => Platform.Signatures;

    /// <inheritdoc/>
    public SourceSpan Span => Platform.SpanOf("graph");

    /// <inheritdoc/>
    public SourceInput Input => new SourceInputBuilder(Platform, SourceKey).Build();
}
