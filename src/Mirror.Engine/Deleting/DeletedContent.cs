namespace Mirror.Engine.Deleting;

/// <summary>A name of a plan and what became of it.</summary>
/// <param name="Deletion">With the digest that it had.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Failure">Why it failed.</param>
internal sealed record DeletedContent(Deletion Deletion, DeletionOutcome Outcome, MirrorException? Failure = null);
