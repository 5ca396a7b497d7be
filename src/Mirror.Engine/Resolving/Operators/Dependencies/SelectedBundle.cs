using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Operators.Dependencies;

/// <summary>A bundle that is mirrored: what it provides to a cluster and what it needs there.</summary>
internal sealed record SelectedBundle(string Package, string Name, SemanticVersion? Version, BundleProperties Properties);
