using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Operators.RelatedImages;

/// <summary>What the images of a catalog are, by the name that bundles call them.</summary>
/// <param name="Images">Without blocked ones.</param>
/// <param name="Blocked">References that were left out, ordinally ordered.</param>
internal sealed record ResolvedImages(IReadOnlyDictionary<ImageReference, LockedImage> Images, IReadOnlyList<string> Blocked);
