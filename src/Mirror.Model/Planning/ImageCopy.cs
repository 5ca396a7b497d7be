namespace Mirror.Model.Planning;

/// <summary>One image that must be copied: what, from where, and its full repository path and tag at the destination.</summary>
public sealed record ImageCopy(PlannedImage Image, TargetName Target, ManifestTree Tree);
