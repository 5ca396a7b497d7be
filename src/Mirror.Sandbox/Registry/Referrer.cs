namespace Mirror.Sandbox.Registry;

/// <summary>How a manifest stands in the list of those that refer to its subject (distribution-spec, "Listing Referrers").</summary>
internal static class Referrer
{
    public static Descriptor Describe(ManifestContent content)
    {
        var manifest = content.Manifest;
        var artifactType = string.IsNullOrEmpty(manifest.ArtifactType) ? manifest.Config?.MediaType : manifest.ArtifactType;
        return content.Descriptor with { ArtifactType = artifactType, Annotations = manifest.Annotations };
    }
}
