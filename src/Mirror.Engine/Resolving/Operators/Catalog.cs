using Mirror.Engine.Resolving.Operators.Reading;

namespace Mirror.Engine.Resolving.Operators;

/// <summary>
/// The part of a file-based catalog that was asked for: facts in memory, the blobs themselves in a spool that goes away on disposal. Not safe for
/// concurrent use.
/// </summary>
public sealed class Catalog : IDisposable
{
    private readonly BlobSpool _spool;

    internal Catalog(
        string name,
        BlobSpool spool,
        IReadOnlyList<CatalogPackage> packages,
        IReadOnlyList<CatalogBlob> packageless,
        IReadOnlyCollection<string> knownPackages)
    {
        Name = name;
        _spool = spool;
        Packages = packages;
        Packageless = packageless;
        KnownPackages = knownPackages;
    }

    /// <summary>How messages call the catalog: its reference.</summary>
    public string Name { get; }

    /// <summary>The packages that were asked for and are there, by name.</summary>
    public IReadOnlyList<CatalogPackage> Packages { get; }

    /// <summary>Blobs that belong to no package; every filter keeps them.</summary>
    public IReadOnlyList<CatalogBlob> Packageless { get; }

    /// <summary>The names of all packages that the catalog declares, those that were not asked for included, in ordinal order.</summary>
    public IReadOnlyCollection<string> KnownPackages { get; }

    /// <summary>The JSON of <paramref name="blob"/>, without white space between tokens and otherwise as the catalog has it.</summary>
    public byte[] Read(CatalogBlob blob) => _spool.Read(blob.Content);

    /// <inheritdoc/>
    public void Dispose() => _spool.Dispose();
}
