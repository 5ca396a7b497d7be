namespace Mirror.Oci.Registry;

/// <summary>How reading a list by pages ended.</summary>
internal enum PagedList
{
    /// <summary>The registry has no such list.</summary>
    Missing,

    /// <summary>The registry says that there is no such repository; one that has manifests and no tags says so of its list of tags.</summary>
    Unknown,

    /// <summary>Every page was read.</summary>
    Complete,

    /// <summary>There are more pages than were wanted.</summary>
    CutOff,
}
