namespace Mirror.Oci.Layers;

/// <summary>What an entry of a layer does to the file system below it (OCI image-spec, "Image Layer Filesystem Changeset").</summary>
public enum LayerEntryKind
{
    /// <summary>A regular file with content.</summary>
    File,

    /// <summary>A folder; merged with one of the same path in lower layers.</summary>
    Directory,

    /// <summary>A link by path; the target is as it was written, not normalised.</summary>
    SymbolicLink,

    /// <summary>A second name of a file of the same image; the target is a normalised path.</summary>
    HardLink,

    /// <summary>Removes the path (and all below it) that lower layers have. <see cref="LayerEntry.Path"/> is what is removed.</summary>
    Whiteout,

    /// <summary>Removes all that lower layers have below the folder <see cref="LayerEntry.Path"/>, but not the folder.</summary>
    OpaqueWhiteout,

    /// <summary>A device, pipe or sparse file: nothing that Mirror reads, yet it hides what lower layers have at its path.</summary>
    Other,
}
