using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Images published where no route leads out; content of every other kind is that of <see cref="AirGapContentTests"/>.</summary>
public sealed class NoRouteTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Archive_is_published_and_verified_where_no_route_leads_out()
    {
        await NoRoute.RequireAsync(Token);
        await using var gap = await AirGap.OpenAsync(Token);
        var images = new Dictionary<string, ImageContent>
        {
            ["a/multi"] = IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64"),
            ["a/docker"] = ImageBuilder.Simple("docker", ImageFormat.Docker),
        };
        foreach (var (repository, image) in images)
        {
            await gap.PushAsync(repository, image, Token);
        }

        gap.Carry(await gap.PackAsync(Token, repositories: [.. images.Keys]));

        var storage = await NoRoute.PublishAsync(gap.Inside, Token);

        await using var registry = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { StorageFolder = storage }, Token);
        foreach (var (repository, image) in images)
        {
            var manifest = await Skopeo.InspectRawAsync($"docker://{registry.Endpoint}/ocp/{repository}:1", Token);
            Assert.Equal(image.Digest, Digest.Of(manifest.Span));
            await Skopeo.CopyAsync($"docker://{registry.Endpoint}/ocp/{repository}:1", $"dir:{gap.Inside.Folder.Combine(Path.GetFileName(repository))}", all: true, Token);
        }
    }
}
