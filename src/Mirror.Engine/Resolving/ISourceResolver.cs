using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving;

/// <summary>Answers the entries of one or several kinds. Safe for concurrent use.</summary>
internal interface ISourceResolver
{
    /// <summary>Whether entries such as <paramref name="entry"/> are answered here.</summary>
    bool Resolves(ISourceEntry entry);

    /// <summary>What the entry means now. Pins that <see cref="SourceQuestion.Locked"/> has and that still apply are kept, unless the source is to move.</summary>
    /// <exception cref="MirrorException">MIR2xxx, MIR3xxx, MIR7xxx; what has no place is given that of the entry.</exception>
    Task<LockedSource> ResolveAsync(SourceQuestion question, CancellationToken cancellationToken);
}
