namespace Mirror.Engine.Resolving.Operators.Filtering;

/// <summary>What is kept of a package.</summary>
/// <param name="Source">The package before the filter.</param>
/// <param name="DefaultChannel">The one that the configuration asks for, else the package's own.</param>
/// <param name="Channels">By name; none is empty unless the source's is.</param>
/// <param name="Bundles">By name: those that a kept entry names.</param>
public sealed record FilteredPackage(
    CatalogPackage Source, string DefaultChannel, IReadOnlyList<FilteredChannel> Channels, IReadOnlyList<CatalogBundle> Bundles)
{
    /// <summary>The name of the package.</summary>
    public string Name => Source.Name;
}
