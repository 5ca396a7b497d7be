using Mirror.Model.Planning;

namespace Mirror.Engine.Deleting;

/// <summary>An image that somebody wants deleted.</summary>
/// <param name="Image">As the lock has it that it was mirrored with.</param>
/// <param name="Target">Its whole name at the destination.</param>
internal sealed record DeletionCandidate(PlannedImage Image, TargetName Target);
