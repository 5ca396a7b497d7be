using Mirror.Oci.Layers;

namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>Reads the catalog inside an image, out of its layers, without unpacking them.</summary>
public static class CatalogImageReader
{
    /// <summary>The label of the image configuration that names the folder of a file-based catalog.</summary>
    public const string FolderLabel = "operators.operatorframework.io.index.configs.v1";

    /// <summary>
    /// Reads the catalog that stands in <paramref name="folder"/> of the image.
    /// </summary>
    /// <param name="name">How messages call the catalog: its reference.</param>
    /// <param name="layers">As in the manifest: the base first.</param>
    /// <param name="folder">The value of <see cref="FolderLabel"/>; null or empty when the image has no such label.</param>
    /// <param name="packages">The packages to keep; null keeps all.</param>
    /// <param name="spoolFolder">Where the spool may write a temporary file.</param>
    /// <param name="limits">What the catalog may make the reader do.</param>
    /// <exception cref="MirrorException">MIR2401, MIR2402, MIR2403 no file-based catalog; and what reading the layers throws.</exception>
    public static async Task<Catalog> ReadAsync(
        string name,
        IReadOnlyList<LayerSource> layers,
        string? folder,
        IReadOnlySet<string>? packages,
        string spoolFolder,
        CatalogLimits limits,
        CancellationToken cancellationToken)
    {
        var parts = (folder ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToList();
        var root = string.Join('/', parts);
        if (parts.Count == 0 || parts.Contains(".."))
        {
            throw MirrorErrors.CatalogNotFileBased.Exception(
                $"The image '{name}' has no label '{FolderLabel}' that names a folder, so it is not a file-based catalog. Catalogs in SQLite format are "
                + "not supported any more; use a version of the catalog for OpenShift 4.11 or later.");
        }

        using var reader = new CatalogReader(name, packages, spoolFolder, limits);
        await LayerStack.VisitAsync(
            layers,
            [root],
            async (entry, token) =>
            {
                var path = entry.Path.Length > root.Length ? entry.Path[(root.Length + 1)..] : entry.Name;
                if (entry.Kind == LayerEntryKind.File)
                {
                    await reader.AddAsync(path, entry.Content, token).ConfigureAwait(false);
                }
                else
                {
                    reader.AddLink(path);
                }
            },
            LayerLimits.Default,
            cancellationToken).ConfigureAwait(false);
        return reader.Complete();
    }
}
