namespace Mirror.Engine.Deleting;

/// <summary>What became of a name.</summary>
internal enum DeletionOutcome
{
    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>It was gone already.</summary>
    Absent,

    /// <summary>It shows something else than planned, and stays.</summary>
    Moved,

    /// <summary>The destination did not do it.</summary>
    Failed,
}
