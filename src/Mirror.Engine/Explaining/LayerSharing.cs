using Mirror.Model.Planning;

namespace Mirror.Engine.Explaining;

/// <summary>Another image with some of the same layers.</summary>
internal sealed record LayerSharing(PlannedImage Other, int Layers, long Bytes);
