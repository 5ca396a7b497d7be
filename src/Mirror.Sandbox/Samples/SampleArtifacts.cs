using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Samples;

/// <summary>What refers to sample images without a tag of its own, for the referrers API: a bill of materials of <c>rhel9/httpd-24:9.6</c>.</summary>
public static class SampleArtifacts
{
    private const string BillOfMaterials = "application/spdx+json";

    private static readonly Lazy<IReadOnlyList<SampleImage>> Artifacts = new(Build);

    /// <summary>Every artifact, built when first asked for.</summary>
    public static IReadOnlyList<SampleImage> All => Artifacts.Value;

    private static List<SampleImage> Build()
    {
        const string repository = "rhel9/httpd-24";
        var subject = SampleImages.All.Single(image => image.Repository == repository).Content.Manifest.Descriptor;
        var document = SampleJson.Write(writer =>
        {
            writer.WriteString("spdxVersion", "SPDX-2.3");
            writer.WriteString("dataLicense", "CC0-1.0");
            writer.WriteString("SPDXID", "SPDXRef-DOCUMENT");
            writer.WriteString("name", $"{repository}@{subject.Digest}");
            writer.WriteString("documentNamespace", $"https://source.mirror.invalid/spdx/{subject.Digest.Hex}");
        });
        var artifact = new ArtifactBuilder
        {
            ArtifactType = BillOfMaterials,
            Blobs = [BlobContent.Of(BillOfMaterials, document)],
            Annotations = new Dictionary<string, string> { ["org.opencontainers.image.created"] = "2025-06-01T00:00:00Z" },
            Subject = new Descriptor(subject.MediaType, subject.Digest, subject.Size),
        };
        return [new SampleImage(repository, [], artifact.Build())];
    }
}
