namespace Mirror.Model.Configuration;

/// <summary>OpenShift releases: <c>mirror.platform</c>.</summary>
public sealed record PlatformSection : ConfigurationNode
{
    /// <summary>The architecture of a payload that runs on several.</summary>
    public const string MultiArchitecture = "multi";

    /// <summary>Whether the update graph is mirrored too.</summary>
    public bool Graph { get; init; }

    /// <summary>Channels of the update graph.</summary>
    public ValueList<ReleaseChannel> Channels { get; init; } = [];

    /// <summary>As written; see <see cref="EffectiveArchitectures"/>.</summary>
    public ValueList<string> Architectures { get; init; } = [];

    /// <summary>The instances of the multi-architecture payload and its components that are brought; empty is all.</summary>
    public ValueList<Platform> Platforms { get; init; } = [];

    /// <summary>A release payload; when given, the channels don't count.</summary>
    public ImageReference? Release { get; init; }

    /// <summary>Whether the KubeVirt boot images of the releases are mirrored too.</summary>
    public bool KubeVirtContainer { get; init; }

    /// <summary>Null is the default of the engine.</summary>
    public SignaturePolicy? Signatures { get; init; }

    /// <summary>The architectures that the update service is asked for (SPEC 4.2), ordered, each once.</summary>
    public IReadOnlyList<string> EffectiveArchitectures =>
        Platforms.Count > 0 ? [MultiArchitecture]
        : Architectures.Count > 0 ? [.. Architectures.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        : ["amd64"];

    /// <summary>The channels between which an upgrade path is computed (SPEC 4.4); empty unless there are several.</summary>
    public IReadOnlyList<ReleaseChannel> UpgradePathChannels =>
        Channels.Count(channel => channel.Type == ReleaseChannelType.Ocp) > 1
            ? [.. Channels.Where(channel => channel.Type == ReleaseChannelType.Ocp).OrderBy(channel => channel.Name, StringComparer.Ordinal)]
            : [];

    /// <summary>The entries that the lock must answer.</summary>
    public IEnumerable<ISourceEntry> Sources
    {
        get
        {
            if (Graph)
            {
                yield return new GraphSource(this);
            }

            if (Release is not null)
            {
                yield return new ReleaseImageSource(this, Release);
                yield break;
            }

            foreach (var architecture in EffectiveArchitectures)
            {
                foreach (var channel in Channels)
                {
                    yield return new ReleaseChannelSource(this, channel, architecture);
                }

                if (UpgradePathChannels.Count > 0)
                {
                    yield return new UpgradePathSource(this, architecture);
                }
            }
        }
    }

    /// <summary>What every release source of this section depends on. The architectures count because they choose the KubeVirt boot images (SPEC 4.7).</summary>
    internal SourceInputBuilder AddSharedTo(SourceInputBuilder builder) => builder
        .Add("kubeVirtContainer", KubeVirtContainer, SpanOf("kubeVirtContainer"))
        .AddSet("architectures", KubeVirtContainer ? Architectures : [], SpanOf("architectures"))
        .AddSet("platforms", Platforms, SpanOf("platforms"))
        .Add("signatures", Signatures?.ToWord(), SpanOf("signatures"));
}
