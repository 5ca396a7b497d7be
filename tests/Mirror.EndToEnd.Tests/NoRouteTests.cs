using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>The inside of the gap as a network of its own, in which there is nothing but a loopback device with the destination on it.</summary>
public sealed class NoRouteTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Archive_is_published_and_verified_where_no_route_leads_out()
    {
        var probe = OperatingSystem.IsLinux() ? await ToolProcess.RunAsync("unshare", ["-rn", "true"], Token) : null;
        Assert.SkipUnless(probe is { ExitCode: 0 }, "This machine allows no network namespace.");
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
        var storage = gap.Inside.Folder.Combine("storage");
        var configuration = gap.Inside.Folder.WriteFile(
            "registry.yml", $"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: '{storage}'}}}}\nhttp: {{addr: '127.0.0.1:5000'}}\n");
        var script = gap.Inside.Folder.WriteFile(
            "inside.sh",
            $"""
            set -e
            ip link set lo up
            if ip route get 192.0.2.1 2>/dev/null; then echo 'there is a route' >&2; exit 9; fi
            '{RequiredTools.PathOf("docker-registry")}' serve '{configuration}' &
            registry=$!
            trap 'kill $registry' EXIT
            for attempt in $(seq 200); do (: </dev/tcp/127.0.0.1/5000) 2>/dev/null && break; read -t 0.1 <> <(:) || true; done
            dotnet '{Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll")}' --target Verify --from usb --store store --output output --quiet
            dotnet '{Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll")}' --target Publish --from usb --store store --output output --destination docker://127.0.0.1:5000/ocp --quiet
            """);

        var options = new ToolOptions { Environment = HostProcess.Environment(gap.Inside), WorkingFolder = gap.Inside.Folder.Path };
        (await ToolProcess.RunAsync("unshare", ["-rn", "bash", script], options, Token)).EnsureSuccess();

        await using var registry = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { StorageFolder = storage }, Token);
        foreach (var (repository, image) in images)
        {
            var manifest = await Skopeo.InspectRawAsync($"docker://{registry.Endpoint}/ocp/{repository}:1", Token);
            Assert.Equal(image.Digest, Digest.Of(manifest.Span));
            await Skopeo.CopyAsync($"docker://{registry.Endpoint}/ocp/{repository}:1", $"dir:{gap.Inside.Folder.Combine(Path.GetFileName(repository))}", all: true, Token);
        }
    }
}
