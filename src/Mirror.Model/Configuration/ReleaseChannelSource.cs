namespace Mirror.Model.Configuration;

/// <summary>The releases of one channel for one architecture: block <c>platform/CHANNEL/ARCHITECTURE</c> of the lock.</summary>
public sealed record ReleaseChannelSource(PlatformSection Platform, ReleaseChannel Channel, string Architecture) : ISourceEntry
{
    /// <inheritdoc/>
    public string SourceKey => $"platform/{Channel.Name}/{Architecture}";

    /// <inheritdoc/>
    public SignaturePolicy? Signatures => Platform.Signatures;

    /// <inheritdoc/>
    public SourceSpan Span => Channel.Span;

    /// <inheritdoc/>
    public SourceInput Input
    {
        get
        {
            var builder = new SourceInputBuilder(Channel, SourceKey);
            Channel.AddTo(builder, "");
            return Platform.AddSharedTo(builder).Build();
        }
    }
}
