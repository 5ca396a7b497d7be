using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.Sandbox.Tests.Registry;

public sealed class SkopeoTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ImageFormat.Oci, true)]
    [InlineData(ImageFormat.Oci, false)]
    [InlineData(ImageFormat.Docker, true)]
    [InlineData(ImageFormat.Docker, false)]
    public async Task Skopeo_copies_in_and_out_without_changing_a_byte(ImageFormat format, bool isIndex)
    {
        RequiredTools.Require("skopeo");
        await using var real = await DockerRegistryProcess.StartAsync(Cancellation);
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        var image = isIndex ? IndexBuilder.Simple("skopeo", format, "amd64", "arm64", "s390x") : ImageBuilder.Simple("skopeo", format);
        await registry.Client.PushImageAsync(real.BaseUri, "from", "v1", image, Cancellation);

        await Skopeo.CopyAsync($"docker://{real.Endpoint}/from:v1", $"docker://{registry.Endpoint}/some/where:v1", all: true, Cancellation);
        await Skopeo.CopyAsync($"docker://{registry.Endpoint}/some/where:v1", $"docker://{real.Endpoint}/back:v1", all: true, Cancellation);

        Assert.Equal(image.Digest, Digest.Of((await Skopeo.InspectRawAsync($"docker://{registry.Endpoint}/some/where:v1", Cancellation)).Span));
        Assert.Equal(image.Digest, Digest.Of((await Skopeo.InspectRawAsync($"docker://{real.Endpoint}/back:v1", Cancellation)).Span));
    }

    [Fact]
    public async Task Skopeo_lists_tags_and_deletes()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        await registry.Client.PushImageAsync(registry.BaseUri, "r", "v1", ImageBuilder.Simple("list"), Cancellation);

        var before = await Skopeo.RunAsync(["list-tags", "--tls-verify=false", $"docker://{registry.Endpoint}/r"], Cancellation);
        (await Skopeo.RunAsync(["delete", "--tls-verify=false", $"docker://{registry.Endpoint}/r:v1"], Cancellation)).EnsureSuccess();
        var after = await Skopeo.RunAsync(["list-tags", "--tls-verify=false", $"docker://{registry.Endpoint}/r"], Cancellation);

        Assert.Contains("\"v1\"", before.EnsureSuccess().OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("\"v1\"", after.OutputText, StringComparison.Ordinal);
    }
}
