namespace Mirror.Model.Configuration;

/// <summary>What an ImageSetConfiguration and a DeleteImageSetConfiguration have in common: the content they name (SPEC 1.2, 1.4).</summary>
public abstract record ContentConfiguration : ConfigurationNode
{
    /// <summary>OpenShift releases.</summary>
    public PlatformSection? Platform { get; init; }

    /// <summary>Operator catalogs.</summary>
    public ValueList<OperatorCatalog> Operators
    {
        get;
        init => field = TargetSuffix.Distinguish(value, entry => entry.Catalog, (entry, shown) => entry with { IsToldApartByTarget = shown });
    }
    = [];

    /// <summary>Single images.</summary>
    public ValueList<AdditionalImage> AdditionalImages
    {
        get;
        init => field = TargetSuffix.Distinguish(value, entry => entry.Name, (entry, shown) => entry with { IsToldApartByTarget = shown });
    }
    = [];

    /// <summary>Helm charts.</summary>
    public HelmSection? Helm { get; init; }

    /// <summary>Accepted and without effect, as in oc-mirror.</summary>
    public ValueList<Sample> Samples { get; init; } = [];

    /// <summary>Every entry that the lock must answer, by key.</summary>
    public IReadOnlyList<ISourceEntry> Sources =>
    [
        .. Enumerable.Empty<ISourceEntry>()
            .Concat(Platform?.Sources ?? [])
            .Concat(Operators)
            .Concat(AdditionalImages)
            .Concat(Helm?.Sources ?? [])
            .OrderBy(source => source.SourceKey, StringComparer.Ordinal),
    ];
}
