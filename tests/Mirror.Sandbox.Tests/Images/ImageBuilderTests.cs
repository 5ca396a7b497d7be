using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.Sandbox.Tests.Images;

public sealed class ImageBuilderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ImageFormat.Oci)]
    [InlineData(ImageFormat.Docker)]
    public async Task Real_registry_takes_images_and_indexes(ImageFormat format)
    {
        await using var registry = await DockerRegistryProcess.StartAsync(Cancellation);
        using var client = new HttpClient();
        var index = IndexBuilder.Simple("real", format, "amd64", "arm64");

        await client.PushImageAsync(registry.BaseUri, "some/image", "v1", index, Cancellation);

        var raw = await Skopeo.InspectRawAsync($"docker://{registry.Endpoint}/some/image:v1", Cancellation);
        Assert.Equal(index.Digest, Digest.Of(raw.Span));
    }

    [Fact]
    public async Task Skopeo_reads_layout_and_finds_every_digest_right()
    {
        using var folder = new TempFolder();
        var index = IndexBuilder.Simple("layout", ImageFormat.Oci, "amd64", "s390x");
        LayoutFolder.Write(folder.Combine("layout"), ("v1", index));

        await Skopeo.CopyAsync($"oci:{folder.Combine("layout")}:v1", $"oci:{folder.Combine("copy")}:v1", all: true, Cancellation);

        Assert.Equal(
            index.AllBlobs().Select(blob => blob.Descriptor.Digest)
                .Concat(index.AllManifests().Select(manifest => manifest.Digest))
                .Select(digest => $"copy/blobs/sha256/{digest.Hex}")
                .Order(StringComparer.Ordinal),
            folder.Files().Where(file => file.StartsWith("copy/blobs/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Artifact_has_subject_and_type()
    {
        var image = ImageBuilder.Simple("subject");

        var artifact = new ArtifactBuilder { ArtifactType = "application/vnd.example.sbom", Subject = image.Manifest.Descriptor }.Build();

        Assert.Equal((image.Digest, "application/vnd.example.sbom"), (artifact.Manifest.Manifest.Subject!.Digest, artifact.Manifest.Manifest.ArtifactType));
    }
}
