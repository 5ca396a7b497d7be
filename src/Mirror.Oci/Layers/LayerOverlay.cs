namespace Mirror.Oci.Layers;

/// <summary>
/// What some layers have or remove, as far as it hides something of the layers below them (OCI image-spec, "Whiteouts"). A white-out never
/// touches its own layer, wherever it stands in the archive; hence one overlay for the layer at hand and one for all above.
/// </summary>
internal sealed class LayerOverlay
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> _covered = new(StringComparer.Ordinal);

    /// <summary>Notes an entry of the layer at hand.</summary>
    public void Add(LayerEntry entry)
    {
        if (entry.Kind != LayerEntryKind.OpaqueWhiteout)
        {
            _taken.Add(entry.Path);
        }

        if (entry.Kind != LayerEntryKind.Directory)
        {
            _covered.Add(entry.Path);
        }

        foreach (var folder in LayerPath.Above(entry.Path))
        {
            // Folders need no entry of their own.
            _taken.Add(folder);
        }
    }

    /// <summary>Notes all of a layer that lies directly below.</summary>
    public void AddBelow(LayerOverlay layer)
    {
        _taken.UnionWith(layer._taken);
        _covered.UnionWith(layer._covered);
    }

    /// <summary>Whether a file or link at <paramref name="path"/> in a layer below can't be seen.</summary>
    public bool Hides(string path) => _taken.Contains(path) || LayerPath.Above(path).Any(_covered.Contains);
}
