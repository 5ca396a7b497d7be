using Mirror.Engine.Resolving.Operators.Rebuilding;
using Mirror.Model.Planning;

namespace Mirror.Engine.Resolving.Operators.Loading;

/// <summary>A catalog's image with those of its instances that are brought. Its manifests and configurations are in the store.</summary>
/// <param name="Reference">By digest.</param>
/// <param name="Tree">All manifests, those of attestations included.</param>
/// <param name="Instances">The images among them, in the order of the index.</param>
internal sealed record CatalogImage(ImageReference Reference, ManifestTree Tree, IReadOnlyList<CatalogInstance> Instances)
{
    private static readonly Platform Usual = new("linux", "amd64");

    /// <summary>
    /// The instance whose catalog is read. The files are the same for every platform, only the program that serves them is not; so which one it is must be
    /// certain, and nothing else.
    /// </summary>
    public CatalogInstance Readable => Instances.FirstOrDefault(instance => instance.Platform is { } platform && platform == Usual) ?? Instances[0];
}
