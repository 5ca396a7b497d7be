namespace Mirror.Model.Configuration;

/// <summary>A single image: <c>mirror.additionalImages[]</c>.</summary>
public sealed record AdditionalImage : ConfigurationNode, ISourceEntry
{
    /// <summary>What to bring: tag, digest or both, or an OCI layout.</summary>
    public required ImageReference Name { get; init; }

    /// <summary>Replaces the repository path at the destination.</summary>
    public string? TargetRepo { get; init; }

    /// <summary>Replaces the tag at the destination.</summary>
    public string? TargetTag { get; init; }

    /// <summary>The instances of an index that are brought; empty is all.</summary>
    public ValueList<Platform> Platforms { get; init; } = [];

    /// <summary>Null is the default of the engine.</summary>
    public SignaturePolicy? Signatures { get; init; }

    /// <inheritdoc/>
    public string SourceKey => $"images/{Name}{TargetSuffix.Of(IsToldApartByTarget, TargetRepo, TargetTag)}";

    /// <inheritdoc/>
    public SourceInput Input => new SourceInputBuilder(this, $"images/{Name}")
        .Add("targetRepo", TargetRepo)
        .Add("targetTag", TargetTag)
        .AddSet("platforms", Platforms)
        .Add("signatures", Signatures?.ToWord())
        .Build();

    /// <summary>Set by the configuration for entries whose <see cref="Name"/> is listed more than once.</summary>
    internal bool IsToldApartByTarget { get; init; }
}
