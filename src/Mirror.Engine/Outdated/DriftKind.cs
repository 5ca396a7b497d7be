namespace Mirror.Engine.Outdated;

/// <summary>How a source and the lock have come apart, in the order in which people want to hear it.</summary>
internal enum DriftKind
{
    /// <summary>The source no longer has what the lock pins.</summary>
    Vanished,

    /// <summary>A name stands for other content than the lock pins.</summary>
    Moved,

    /// <summary>The source has a later version.</summary>
    Newer,
}
