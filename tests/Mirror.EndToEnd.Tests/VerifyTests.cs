using System.Text.RegularExpressions;
using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>What Verify finds is named, and the command that it prints mends it.</summary>
public sealed partial class VerifyTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private readonly ImageContent _image = ImageBuilder.Simple("one");
    private DockerRegistryProcess _source = null!;
    private DockerRegistryProcess _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Destination => $"docker://{_destination.Endpoint}/ocp";

    public async ValueTask InitializeAsync()
    {
        _source = await DockerRegistryProcess.StartAsync(Token);
        _destination = await DockerRegistryProcess.StartAsync(Token);
        using var client = new HttpClient();
        await client.PushImageAsync(_source.BaseUri, "a/one", "1", _image, Token);
        await client.PushImageAsync(_source.BaseUri, "a/two", "1", ImageBuilder.Simple("two"), Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        _workspace.Configure("name: quay.io/a/one:1", "name: quay.io/a/two:1");
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _workspace.Dispose();
    }

    private async Task<MirrorException> VerifyFailsAsync(string? destination, bool isDeep)
    {
        using var engine = _workspace.NewEngine(_workspace.Options(destination) with { Deep = isDeep, GivenPlaces = " --store store --output output" });
        return await Assert.ThrowsAsync<MirrorException>(() => engine.VerifyAsync(Token));
    }

    private async Task VerifyAsync(string? destination, bool isDeep)
    {
        using var engine = _workspace.NewEngine(_workspace.Options(destination) with { Deep = isDeep });
        await engine.VerifyAsync(Token);
    }

    /// <summary>Runs what the message tells to run, in the folder where it was told.</summary>
    private async Task RunRepairAsync(string message)
    {
        var command = Repair().Match(message).Groups["arguments"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var result = await ToolProcess.RunAsync(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"), .. command, "--quiet"],
            new ToolOptions { WorkingFolder = _workspace.Folder.Path, Environment = HostProcess.Environment(_workspace) },
            Token);
        result.EnsureSuccess();
    }

    [Fact]
    public async Task What_images_of_a_repository_share_is_read_once()
    {
        var shared = Layer.Random("shared", 5_000);
        using var client = new HttpClient();
        foreach (var tag in Enumerable.Range(0, 12))
        {
            await client.PushImageAsync(_source.BaseUri, "a/many", $"t{tag}", new ImageBuilder { Layers = [shared, Layer.Random($"own {tag}", 100)] }.Build(), Token);
        }

        _workspace.Configure([.. Enumerable.Range(0, 12).Select(tag => $"name: quay.io/a/many:t{tag}")]);
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        var before = (await _destination.RequestsAsync(Token)).Count;

        await VerifyAsync(Destination, isDeep: true);

        var reads = (await _destination.RequestsAsync(Token)).Skip(before).Count(request => request.Method == "GET" && request.Path.EndsWith($"/blobs/{shared.Digest}", StringComparison.Ordinal));
        Assert.Equal(1, reads);
    }

    [Fact]
    public async Task Blob_that_the_registry_lost_is_named_and_the_printed_command_brings_it_back()
    {
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        var layer = _image.Blobs[^1].Descriptor.Digest;
        _destination.Lose(layer);

        var failure = await VerifyFailsAsync(Destination, isDeep: true);
        var problem = Assert.Single(failure.Diagnostics).Message;
        await RunRepairAsync(problem);

        Assert.Equal(ExitCode.Different, failure.ExitCode);
        Assert.Equal(
            $"'a/one:1' (images/quay.io/a/one:1) in '{Destination}': the blob '{layer}' is missing. Repair it with './build.sh --target Publish --deep --destination {Destination} --config mirror --store store --output output'.",
            problem);
        await VerifyAsync(Destination, isDeep: true);
        await Skopeo.CopyAsync($"docker://{_destination.Endpoint}/ocp/a/one:1", $"oci:{_workspace.Folder.Combine("pulled")}:one", all: true, Token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Blob_that_the_store_lost_is_named_and_the_printed_command_brings_it_back(bool isDeep)
    {
        await _workspace.LockAsync(Token);
        using (var engine = _workspace.NewEngine(_workspace.Options(null)))
        {
            await engine.FetchAsync(Token);
        }

        var layer = _image.Blobs[^1].Descriptor.Digest;
        var path = _workspace.Folder.Combine("store", "blobs", layer.Algorithm, layer.Hex);
        File.Delete(path);

        var failure = await VerifyFailsAsync(null, isDeep);
        var problem = Assert.Single(failure.Diagnostics).Message;
        await RunRepairAsync(problem);

        Assert.Contains($"in the store 'store': the blob '{layer}' is missing", problem, StringComparison.Ordinal);
        await VerifyAsync(null, isDeep);
    }

    [GeneratedRegex(@"Repair it with '\./build\.sh (?<arguments>[^']+)'")]
    private static partial Regex Repair();
}
