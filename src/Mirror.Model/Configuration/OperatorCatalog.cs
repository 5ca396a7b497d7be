namespace Mirror.Model.Configuration;

/// <summary>An operator catalog and what is taken from it: <c>mirror.operators[]</c>.</summary>
public sealed record OperatorCatalog : ConfigurationNode, ISourceEntry
{
    /// <summary>The index image, or its layout on disk.</summary>
    public required ImageReference Catalog { get; init; }

    /// <summary>Replaces the repository path at the destination.</summary>
    public string? TargetCatalog { get; init; }

    /// <summary>Replaces the tag at the destination.</summary>
    public string? TargetTag { get; init; }

    /// <summary>All bundles instead of channel heads; without packages, the catalog image unmodified.</summary>
    public bool Full { get; init; }

    /// <summary>Accepted and without effect, but part of oc-mirror's filter hash (SPEC 5.3).</summary>
    public bool SkipDependencies { get; init; }

    /// <summary>Path of a template for the CatalogSource, relative to the configuration.</summary>
    public string? TargetCatalogSourceTemplate { get; init; }

    /// <summary>What is taken; empty is every package.</summary>
    public ValueList<OperatorPackage> Packages { get; init; } = [];

    /// <summary>The instances of catalog, bundles and related images that are brought; empty is all.</summary>
    public ValueList<Platform> Platforms { get; init; } = [];

    /// <summary>Null is the default of the engine.</summary>
    public SignaturePolicy? Signatures { get; init; }

    /// <inheritdoc/>
    public string SourceKey => $"operators/{Catalog}{TargetSuffix.Of(IsToldApartByTarget, TargetCatalog, TargetTag)}";

    /// <summary>Without the template: it is read when resources are written, and changes nothing that is resolved.</summary>
    public SourceInput Input
    {
        get
        {
            var builder = CatalogFields();
            foreach (var package in Packages)
            {
                package.AddTo(builder);
            }

            return builder.Build();
        }
    }

    /// <summary>
    /// <see cref="Input"/> without the packages. The lock compares each package by itself: a hash over all of them would make every two requests that change
    /// one operator each conflict.
    /// </summary>
    public SourceInput CatalogInput => CatalogFields().Build();

    /// <summary>Set by the configuration for entries whose <see cref="Catalog"/> is listed more than once.</summary>
    internal bool IsToldApartByTarget { get; init; }

    private SourceInputBuilder CatalogFields() => new SourceInputBuilder(this, $"operators/{Catalog}")
        .Add("targetCatalog", TargetCatalog)
        .Add("targetTag", TargetTag)
        .Add("full", Full)
        .AddSet("platforms", Platforms)
        .Add("signatures", Signatures?.ToWord());
}
