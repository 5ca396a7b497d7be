namespace Mirror.Model.Locking;

/// <summary>How an entry of the configuration and the lock differ.</summary>
public enum StaleKind
{
    /// <summary>The configuration has an entry that the lock does not answer.</summary>
    Added,

    /// <summary>The entry was changed after it was locked.</summary>
    Changed,

    /// <summary>The lock answers an entry that the configuration no longer has, or blocks.</summary>
    Removed,

    /// <summary>The selection rules of the program changed.</summary>
    Rules,

    /// <summary>The lock does not say what refers to an image of the entry.</summary>
    Referrers,

    /// <summary>A release of the entry has no release signature in the lock.</summary>
    ReleaseSignature,
}
