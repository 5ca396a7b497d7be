using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving;

/// <summary>A resolver that has something to say of all answers together, which none of them alone can tell.</summary>
internal interface IResolutionReview
{
    /// <summary>Called once, after every question has been answered.</summary>
    /// <param name="answer">The lock as it would be.</param>
    /// <param name="expected">The entries of the configuration.</param>
    /// <param name="warn">Takes warnings.</param>
    /// <exception cref="MirrorException">The answers do not fit together.</exception>
    Task ReviewAsync(LockFile answer, ExpectedSources expected, Action<Diagnostic> warn, CancellationToken cancellationToken);
}
