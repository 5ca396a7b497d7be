namespace Mirror.Engine.Deleting;

/// <summary>A manifest that may go.</summary>
/// <param name="Stage">What is of a lower one goes first.</param>
/// <param name="Repository">The whole path.</param>
/// <param name="Digest">Its own.</param>
/// <param name="Names">What the plan calls it.</param>
internal sealed record DoomedManifest(int Stage, string Repository, Digest Digest, IReadOnlyList<Deletion> Names);
