namespace Mirror.Engine.Resolving.Operators;

/// <summary>
/// What a catalog says of one package. <see cref="Blob"/> is null when there are blobs of the package but none that declares it;
/// <see cref="DefaultChannel"/> is empty when it names none.
/// </summary>
public sealed record CatalogPackage(string Name)
{
    /// <summary>The declaration.</summary>
    public CatalogBlob? Blob { get; init; }

    /// <summary>The channel that is used when none is asked for.</summary>
    public string DefaultChannel { get; init; } = "";

    /// <summary>By name.</summary>
    public IReadOnlyList<CatalogChannel> Channels { get; init; } = [];

    /// <summary>By name.</summary>
    public IReadOnlyList<CatalogBundle> Bundles { get; init; } = [];

    /// <summary>Blobs of the schema <c>olm.deprecations</c>.</summary>
    public IReadOnlyList<CatalogBlob> Deprecations { get; init; } = [];

    /// <summary>Blobs of schemas that Mirror does not know; they go where the package goes.</summary>
    public IReadOnlyList<CatalogBlob> Others { get; init; } = [];
}
