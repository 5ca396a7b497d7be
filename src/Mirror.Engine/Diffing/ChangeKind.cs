namespace Mirror.Engine.Diffing;

/// <summary>What became of a line of versions, in the order in which reviewers want to hear it.</summary>
internal enum ChangeKind
{
    /// <summary>Versions went and none came.</summary>
    Removed,

    /// <summary>The highest version is lower than before.</summary>
    Downgraded,

    /// <summary>The same name stands for other content: a tag that moved.</summary>
    Moved,

    /// <summary>Versions were exchanged, and their names do not tell which is higher.</summary>
    Replaced,

    /// <summary>Versions were exchanged for higher ones.</summary>
    Updated,

    /// <summary>Versions came and none went.</summary>
    Added,
}
