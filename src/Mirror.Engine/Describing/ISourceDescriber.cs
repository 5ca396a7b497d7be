using Mirror.Model.Locking;

namespace Mirror.Engine.Describing;

/// <summary>Tells what a block of the lock holds in the words of its kind of content.</summary>
internal interface ISourceDescriber
{
    /// <summary>Whether <paramref name="source"/> is of this kind.</summary>
    bool Describes(LockedSource source);

    /// <summary>What people follow over time.</summary>
    IEnumerable<LockedItem> Items(LockedSource source);
}
