namespace Mirror.Model.Configuration;

/// <summary>
/// The releases that lie on the upgrade path across several channels for one architecture (SPEC 4.4): block
/// <c>platform/upgrade-path/ARCHITECTURE</c> of the lock. It depends on every channel, so it can't be a part of one.
/// </summary>
public sealed record UpgradePathSource(PlatformSection Platform, string Architecture) : ISourceEntry
{
    /// <inheritdoc/>
    public string SourceKey => $"platform/upgrade-path/{Architecture}";

    /// <inheritdoc/>
    public SignaturePolicy? Signatures => Platform.Signatures;

    /// <inheritdoc/>
    public SourceSpan Span => Platform.SpanOf("channels");

    /// <inheritdoc/>
    public SourceInput Input
    {
        get
        {
            var builder = new SourceInputBuilder(Platform, SourceKey);
            foreach (var channel in Platform.UpgradePathChannels)
            {
                builder.Add($"channels[{channel.Name}]", true, channel.SpanOf("name"));
                channel.AddTo(builder, $"channels[{channel.Name}].");
            }

            return Platform.AddSharedTo(builder).Build();
        }
    }
}
