using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Oci.Layers;

namespace Mirror.Engine.Resolving.Operators.Writing;

/// <summary>
/// A file of a filtered catalog: one blob a line. Only what the filter changed is in memory; the rest is read from the catalog when the file is.
/// </summary>
public sealed class FbcFile
{
    private readonly Catalog _catalog;
    private readonly IReadOnlyList<FbcPart> _parts;

    internal FbcFile(string path, Catalog catalog, IReadOnlyList<FbcPart> parts)
    {
        Path = path;
        _catalog = catalog;
        _parts = parts;
        Size = parts.Sum(part => (long)part.Length + 1);
    }

    /// <summary>Below the catalog's folder, '/' between its parts.</summary>
    public string Path { get; }

    /// <summary>Bytes.</summary>
    public long Size { get; }

    /// <summary>The content, from its start. The catalog must not be disposed before the stream.</summary>
    public Stream Open() => new FbcStream(_catalog, _parts);

    /// <summary>The file as an item of a layer, readable for all, below <paramref name="folder"/>.</summary>
    public LayerItem ToLayerItem(string folder) => LayerItem.File($"{folder}/{Path}", Size, _ => ValueTask.FromResult(Open()));
}
