namespace Mirror.Engine.Options;

/// <summary>What may happen to the lock file in this run (DESIGN 4).</summary>
public enum LockMode
{
    /// <summary>Resolve what the lock does not answer yet, and the sources of <see cref="MirrorOptions.UpdateNames"/>; keep every other pin.</summary>
    Update,

    /// <summary>Ask again for every source.</summary>
    Refresh,

    /// <summary>The lock must answer the configuration; nothing is resolved over the network.</summary>
    Locked,

    /// <summary>Locked, and no network but the destination.</summary>
    Frozen,
}
