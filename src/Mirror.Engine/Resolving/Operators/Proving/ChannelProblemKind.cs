namespace Mirror.Engine.Resolving.Operators.Proving;

/// <summary>The ways in which the upgrade graph of a channel can be wrong.</summary>
internal enum ChannelProblemKind
{
    /// <summary>It has no entries.</summary>
    Empty,

    /// <summary>Two entries have one name.</summary>
    Duplicate,

    /// <summary>An entry without a name.</summary>
    Nameless,

    /// <summary>An entry replaces itself.</summary>
    ReplacesItself,

    /// <summary>An entry skips itself.</summary>
    SkipsItself,

    /// <summary>An entry skips one without a name.</summary>
    SkipsNameless,

    /// <summary>Every entry is replaced or skipped by another one.</summary>
    NoHead,

    /// <summary>More than one entry is neither replaced nor skipped.</summary>
    SeveralHeads,

    /// <summary>Following what the head replaces comes back to where it was; the names are the way round.</summary>
    Cycle,

    /// <summary>Entries that no way leads to from the head, by replaces or skips.</summary>
    Stranded,
}
