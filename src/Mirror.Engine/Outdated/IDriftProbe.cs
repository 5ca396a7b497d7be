using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Outdated;

/// <summary>Asks the sources of one kind of content for later versions.</summary>
internal interface IDriftProbe
{
    /// <summary>Whether <paramref name="source"/> is of this kind.</summary>
    bool Probes(LockedSource source);

    /// <summary>What there is beyond the lock.</summary>
    /// <param name="source">The block of the lock.</param>
    /// <param name="entry">The entry that it answers.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    /// <exception cref="MirrorException">A source could not be asked.</exception>
    Task<IReadOnlyList<Drift>> ProbeAsync(LockedSource source, ISourceEntry entry, CancellationToken cancellationToken);
}
