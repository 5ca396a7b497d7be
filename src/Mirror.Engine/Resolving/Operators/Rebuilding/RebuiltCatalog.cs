namespace Mirror.Engine.Resolving.Operators.Rebuilding;

/// <summary>A rebuilt catalog: an index also where the source has a single image. The digest of <see cref="Index"/> is the one that the lock derives.</summary>
public sealed record RebuiltCatalog(ManifestContent Index, IReadOnlyList<RebuiltInstance> Instances);
