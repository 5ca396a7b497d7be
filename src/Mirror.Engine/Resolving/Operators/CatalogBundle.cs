using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Operators;

/// <summary>
/// A bundle of a package. <see cref="VersionText"/> is the version of its first <c>olm.package</c> property, null without one;
/// <see cref="Version"/> is null when that is not a semantic version.
/// </summary>
public sealed record CatalogBundle(string Package, string Name, string Image, string? VersionText, SemanticVersion? Version, CatalogBlob Blob)
{
    /// <summary>A clause that says what OLM would refuse the bundle for, whatever channel it is in; null for nothing.</summary>
    public string? Contradiction { get; init; }
}
