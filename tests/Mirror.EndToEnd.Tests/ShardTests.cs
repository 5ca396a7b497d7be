using System.Diagnostics;
using System.Globalization;
using Mirror.Model.Planning;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>One mirror, published by several processes that share nothing but the lock.</summary>
public sealed class ShardTests : IAsyncLifetime
{
    private const int Parts = 4;

    private readonly MirrorWorkspace _workspace = new();
    private DockerRegistryProcess _source = null!;
    private DockerRegistryProcess _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Destination => $"docker://{_destination.Endpoint}/ocp";

    public async ValueTask InitializeAsync()
    {
        _source = await DockerRegistryProcess.StartAsync(Token);
        _destination = await DockerRegistryProcess.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        var shared = Enumerable.Range(0, 3).Select(i => Layer.Random($"shared-{i}", 30_000)).ToList();
        var names = Enumerable.Range(0, 8).Select(i => string.Create(CultureInfo.InvariantCulture, $"team/app{i}:1")).ToList();
        foreach (var (i, name) in names.Index())
        {
            var layout = _workspace.Folder.Combine("layouts", name.Replace('/', '-').Replace(':', '-'));
            LayoutFolder.Write(layout, ("image", new ImageBuilder { Layers = [shared[i % 3], Layer.Random(name, 20_000)] }.Build()));
            await Skopeo.CopyAsync($"oci:{layout}:image", $"docker://{_source.Endpoint}/{name}", all: true, Token);
        }

        _workspace.Configure([.. names.Select(name => $"name: quay.io/{name}")]);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Four_processes_send_each_blob_once_and_the_run_that_finishes_alone_writes_tags()
    {
        await _workspace.LockAsync(Token);

        await Task.WhenAll(Enumerable.Range(1, Parts).Select(number => RunAsync($"-{number}", "--shard", new Shard(number, Parts).ToString())));

        var sent = await UploadsAsync();
        Assert.Equal(8 + 8 + 3, sent.Count);
        Assert.Equal(sent.Count, sent.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(await _destination.RequestsAsync(Token), request => request.Method == "PUT" && request.Path.Contains("/manifests/", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_workspace.Folder.Path, "i*ms-oc-mirror.yaml", SearchOption.AllDirectories));

        await _destination.ForgetRequestsAsync(Token);
        await RunAsync("-finish");

        Assert.Empty(await UploadsAsync());
        foreach (var i in Enumerable.Range(0, 8))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"team/app{i}:1");
            var expected = await Skopeo.InspectRawAsync($"docker://{_source.Endpoint}/{name}", Token);
            var actual = await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/ocp/{name}", Token);
            Assert.True(expected.Span.SequenceEqual(actual.Span), name);
            await Skopeo.CopyAsync($"docker://{_destination.Endpoint}/ocp/{name}", $"dir:{_workspace.Folder.Combine($"pulled-{i}")}", all: true, Token);
        }
    }

    [Fact]
    public async Task Parts_that_no_longer_agree_with_the_configuration_do_nothing()
    {
        using var process = HostProcess.Start(_workspace, "Publish", Destination, "", "--shard", "1/2");
        await EndAsync(process);

        Assert.Equal(3, process.ExitCode);
        Assert.DoesNotContain(await _destination.RequestsAsync(Token), request => request.Method is "POST" or "PUT");
    }

    // Digests as the request that commits an upload names them.
    private async Task<List<string>> UploadsAsync() =>
    [
        .. (await _destination.RequestsAsync(Token))
            .Where(request => request.Method == "PUT" && request.Path.Contains("/blobs/uploads/", StringComparison.Ordinal))
            .Select(request => request.Query[request.Query.IndexOf("digest=", StringComparison.Ordinal)..].Split('&')[0]),
    ];

    private async Task RunAsync(string name, params string[] more)
    {
        using var process = HostProcess.Start(_workspace, "Publish", Destination, name, more);
        var text = await EndAsync(process);
        Assert.True(process.ExitCode == 0, text);
    }

    private static async Task<string> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return await output + await error;
    }
}
