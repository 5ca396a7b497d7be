using System.Text;
using System.Text.Json;
using Mirror.Engine.Resolving.Releases.Payloads;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Layers;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Resolving.Releases.Payloads;

public sealed class PayloadReaderTests
{
    private const string References = "release-manifests/image-references";
    private const string Metadata = "release-manifests/release-metadata";
    private const string BootImages = "release-manifests/0000_50_installer_coreos-bootimages.yaml";
    private const string GoodMetadata = """{"kind": "cincinnati-metadata-v0", "version": "4.20.1", "previous": ["4.20.0"], "metadata": {"url": "https://errata.example.com/1"}}""";

    private static readonly string Image = $"quay.io/r/a@{TestDigest.Of("a")}";

    private static readonly string GoodReferences =
        """{"kind": "ImageStream", "spec": {"tags": [{"name": "b", "from": {"kind": "DockerImage", "name": "IMAGE"}}, {"name": "a", "from": {"kind": "DockerImage", "name": "IMAGE"}}]}}"""
            .Replace("IMAGE", Image, StringComparison.Ordinal);

    [Fact]
    public async Task Real_payload_is_read_from_its_layer()
    {
        var layout = TestData.PathOf("oci", "oc-mirror-layouts", "release-image-4.12.0-layout", "blobs", "sha256");
        var layer = new LayerSource(
            "the layer",
            _ => Task.FromResult<Stream>(File.OpenRead(Path.Combine(layout, "5b2ca04f694b70c8b41f1c2a40b7e95643181a1d037b115149ecc243324c513d"))));

        var payload = await PayloadReader.ReadAsync([layer], "test", withKubeVirt: true, TestContext.Current.CancellationToken);

        Assert.Equal(("4.12.0", "https://access.redhat.com/errata/RHSA-2022:7399", 21), (payload.Version, payload.Errata, payload.Previous.Count));
        Assert.Equal(183, payload.Components.Count);
        Assert.All(payload.Components, component => Assert.Equal("quay.io/openshift-release-dev/ocp-v4.0-art-dev", component.Image.Name));
        Assert.Equal(
            "quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:f30638f60452062aba36a26ee6c036feead2f03b28f2c47f2b0a991e4182331e",
            payload.Components.Single(component => component.Name == "agent-installer-api-server").Image.ToString());
    }

    [Theory]
    [InlineData("oc-mirror/4.12.0-x86_64/image-references", 183)]
    [InlineData("hypershift/4.8-image-references.json", 140)]
    [InlineData("hypershift/4.10-image-references.json", 146)]
    [InlineData("oc-mirror/synthetic/tests-image-references", 1)]
    public async Task Every_component_of_real_image_references_is_read(string file, int count)
    {
        var json = await File.ReadAllBytesAsync(TestData.PathOf(["image-references", .. file.Split('/')]), TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(json);
        var expected = document.RootElement.GetProperty("spec").GetProperty("tags").EnumerateArray()
            .Select(tag => (tag.GetProperty("name").GetString(), tag.GetProperty("from").GetProperty("name").GetString()))
            .OrderBy(tag => tag.Item1, StringComparer.Ordinal);

        var payload = await ReadAsync((References, Encoding.UTF8.GetString(json)), (Metadata, GoodMetadata));

        Assert.Equal(count, payload.Components.Count);
        Assert.Equal(expected, payload.Components.Select(component => ((string?)component.Name, (string?)component.Image.ToString())));
    }

    [Theory]
    [InlineData("hypershift/4.8-installer-coreos-bootimages.yaml", "")]
    [InlineData("hypershift/4.10-installer-coreos-bootimages.yaml", "x86_64 5ba2d624b78f")]
    [InlineData("hypershift/5.0-installer-coreos-bootimages.yaml", "x86_64 833cbd9ad76a")]
    [InlineData("oc-mirror/bootimages-4.13.10/0000_50_installer_coreos-bootimages.yaml", "x86_64 729265d5ef6e")]
    public async Task KubeVirt_images_of_real_boot_images_are_read(string file, string expected)
    {
        var yaml = await File.ReadAllTextAsync(TestData.PathOf(["image-references", .. file.Split('/')]), TestContext.Current.CancellationToken);

        var payload = await ReadAsync((References, GoodReferences), (Metadata, GoodMetadata), (BootImages, yaml));

        Assert.Equal(expected, string.Join(' ', payload.KubeVirtImages.Select(image => $"{image.Name} {image.Image.Digest?.ToShortString()}")));
    }

    [Fact]
    public async Task Boot_image_with_a_digest_that_is_none_is_refused()
    {
        var yaml = await File.ReadAllTextAsync(
            TestData.PathOf("image-references", "oc-mirror", "bootimages-4.14.1", "0000_50_installer_coreos-bootimages.yaml"),
            TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<MirrorException>(() => ReadAsync((References, GoodReferences), (Metadata, GoodMetadata), (BootImages, yaml)));

        Assert.Contains("the KubeVirt image for 's390x'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(References, null, "has no 'release-manifests/image-references'")]
    [InlineData(Metadata, null, "has no 'release-manifests/release-metadata'")]
    [InlineData(References, "{", "is not JSON")]
    [InlineData(References, "[]", "it is not an object")]
    [InlineData(References, """{"kind": "List"}""", "its kind is 'List'; expected 'ImageStream'")]
    [InlineData(References, """{"kind": "ImageStream", "spec": {}}""", "no list 'spec.tags'")]
    [InlineData(References, """{"kind": "ImageStream", "spec": {"tags": []}}""", "has 0 entries")]
    [InlineData(References, """{"kind": "ImageStream", "spec": {"tags": [{}]}}""", "'spec.tags[0]' has no text 'name'")]
    [InlineData(References, """{"kind": "ImageStream", "spec": {"tags": [{"name": "a"}]}}""", "does not come from a 'DockerImage'")]
    [InlineData(References, """{"kind": "ImageStream", "spec": {"tags": [{"name": "a b", "from": {"kind": "DockerImage", "name": "q.io/a:1"}}]}}""", "cannot be part of a tag")]
    [InlineData(References, """{"kind": "ImageStream", "spec": {"tags": [{"name": "a", "from": {"kind": "DockerImage", "name": "{{.Ref1}}"}}]}}""", "'a' is '{{.Ref1}}'")]
    [InlineData(References, """{"kind": "ImageStream", "spec": {"tags": [{"name": "a", "from": {"kind": "DockerImage", "name": "oci:///x"}}]}}""", "not an image of a registry")]
    [InlineData(References, """{"kind": "ImageStream", "spec": {"tags": [{"name": "a", "from": {"kind": "DockerImage", "name": "q.io/a:1"}}, {"name": "a", "from": {"kind": "DockerImage", "name": "q.io/a:1"}}]}}""", "'a' is there twice")]
    [InlineData(Metadata, """{"kind": "x"}""", "expected 'cincinnati-metadata-v0'")]
    [InlineData(Metadata, """{"kind": "cincinnati-metadata-v0"}""", "no text 'version'")]
    [InlineData(Metadata, """{"kind": "cincinnati-metadata-v0", "version": "1", "previous": [1]}""", "an entry that is not a text")]
    [InlineData(BootImages, "a: [", "not valid YAML")]
    [InlineData(BootImages, "data: {}", "no text 'data.stream'")]
    [InlineData(BootImages, "data: {stream: '{}'}", "no object 'architectures'")]
    public async Task Damaged_payload_says_which_file_of_which_payload(string file, string? content, string problem)
    {
        var files = new Dictionary<string, string?> { [References] = GoodReferences, [Metadata] = GoodMetadata, [file] = content };

        var exception = await Assert.ThrowsAsync<MirrorException>(
            () => ReadAsync([.. files.Where(entry => entry.Value is not null).Select(entry => (entry.Key, entry.Value!))]));

        Assert.Equal(MirrorErrors.PayloadInvalid, exception.Diagnostics[0].Code);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Contains("'the test payload'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(file.Split('/')[1], exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layers_below_are_not_opened_once_everything_is_there()
    {
        var below = new LayerSource("below", _ => throw new InvalidOperationException("opened"));

        var payload = await PayloadReader.ReadAsync(
            [below, await LayerAsync((References, GoodReferences), (Metadata, GoodMetadata))], "test", withKubeVirt: false, TestContext.Current.CancellationToken);

        Assert.Equal("a b", string.Join(' ', payload.Components.Select(component => component.Name)));
    }

    [Fact]
    public async Task Upper_layer_replaces_and_removes_files()
    {
        var old = await LayerAsync((References, "{"), (Metadata, GoodMetadata), (BootImages, "a: ["));
        var removal = await LayerAsync(("release-manifests/.wh.0000_50_installer_coreos-bootimages.yaml", ""), (References, GoodReferences));

        var payload = await PayloadReader.ReadAsync([old, removal], "test", withKubeVirt: true, TestContext.Current.CancellationToken);

        Assert.Equal(("4.20.1", 2, 0), (payload.Version, payload.Components.Count, payload.KubeVirtImages.Count));
    }

    [Fact]
    public async Task File_beyond_the_limit_is_refused()
    {
        var exception = await Assert.ThrowsAsync<MirrorException>(
            () => ReadAsync((References, new string(' ', (4 * 1024 * 1024) + 1)), (Metadata, GoodMetadata)));

        Assert.Equal(MirrorErrors.LayerTooLarge, exception.Diagnostics[0].Code);
    }

    private static async Task<ReleasePayload> ReadAsync(params (string Path, string Content)[] files) => await PayloadReader.ReadAsync(
        [await LayerAsync(files)], "the test payload", withKubeVirt: true, TestContext.Current.CancellationToken);

    private static async Task<LayerSource> LayerAsync(params (string Path, string Content)[] files)
    {
        using var stream = new MemoryStream();
        await LayerWriter.WriteAsync(
            files.Select(file => LayerItem.File(file.Path, Encoding.UTF8.GetBytes(file.Content))), stream, TestContext.Current.CancellationToken);
        var bytes = stream.ToArray();
        return new LayerSource("the layer", _ => Task.FromResult<Stream>(new MemoryStream(bytes)));
    }
}
