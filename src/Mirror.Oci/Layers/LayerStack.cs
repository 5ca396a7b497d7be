namespace Mirror.Oci.Layers;

/// <summary>
/// Reads the files that an image shows in some of its folders, without unpacking it: the topmost layer first, so that each layer is read once, as a
/// stream, and only the paths of what higher layers have or removed are remembered.
/// </summary>
public static class LayerStack
{
    /// <summary>
    /// Calls <paramref name="visit"/> for every file and link that is visible at or below one of <paramref name="folders"/> (normalised paths;
    /// the empty one is the root). A layer that has a path twice visits it twice: the later one counts. A hard link names a path of
    /// the image; its bytes are those of that path. Nothing may be acted on before this returns: layers verify themselves at their end.
    /// </summary>
    /// <param name="layers">As in the manifest: the base first.</param>
    /// <exception cref="MirrorException">MIR304x from <see cref="LayerReader"/>, and what opening and reading throws.</exception>
    public static Task VisitAsync(
        IReadOnlyList<LayerSource> layers,
        IReadOnlyList<string> folders,
        Func<LayerEntry, CancellationToken, ValueTask> visit,
        LayerLimits limits,
        CancellationToken cancellationToken) => VisitAsync(layers, folders, visit, () => false, limits, cancellationToken);

    /// <summary>
    /// As the other overload, but asks <paramref name="isComplete"/> after each layer: what lies below is not even opened once all that is
    /// wanted has been seen.
    /// </summary>
    public static async Task VisitAsync(
        IReadOnlyList<LayerSource> layers,
        IReadOnlyList<string> folders,
        Func<LayerEntry, CancellationToken, ValueTask> visit,
        Func<bool> isComplete,
        LayerLimits limits,
        CancellationToken cancellationToken)
    {
        var above = new LayerOverlay();
        for (var index = layers.Count - 1; index >= 0 && !isComplete(); index--)
        {
            var layer = layers[index];
            var here = new LayerOverlay();
            await using var stream = await layer.OpenAsync(cancellationToken).ConfigureAwait(false);
            await foreach (var entry in LayerReader.ReadAsync(stream, layer.Name, limits, cancellationToken).ConfigureAwait(false))
            {
                if (!folders.Any(folder => entry.IsIn(folder) || LayerPath.IsIn(folder, entry.Path)))
                {
                    continue;
                }

                here.Add(entry);
                if (entry.Kind is LayerEntryKind.File or LayerEntryKind.HardLink or LayerEntryKind.SymbolicLink
                    && folders.Any(entry.IsIn)
                    && !above.Hides(entry.Path))
                {
                    await visit(entry, cancellationToken).ConfigureAwait(false);
                }
            }

            above.AddBelow(here);
        }
    }
}
