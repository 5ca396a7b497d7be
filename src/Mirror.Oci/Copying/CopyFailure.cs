using Mirror.Model.Planning;

namespace Mirror.Oci.Copying;

/// <summary>An image that is not at the destination, and why.</summary>
public sealed record CopyFailure(PlannedImage Image, MirrorException Reason);
