using Mirror.Model.Planning;
using Mirror.Oci.Copying;

namespace Mirror.Engine.Planning;

/// <summary>The manifests of images by target, and the images whose manifests could not be read.</summary>
internal sealed record LoadedTrees(IReadOnlyDictionary<TargetName, ManifestTree> Trees, IReadOnlyList<CopyFailure> Failures);
