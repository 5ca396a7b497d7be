using System.Globalization;
using System.Text.Json;
using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Faults;
using Mirror.Testing.Images;

namespace Mirror.EndToEnd.Tests;

/// <summary>What the whole command does when nobody is at an address: a few attempts, the address by name, nothing moved in vain.</summary>
public sealed class DeadRegistryTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private readonly ClosedPort _closed = new();
    private TestRegistry _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        await _source.Client.PushImageAsync(_source.BaseUri, "a/b", "1", ImageBuilder.Simple("x"), Token);
        _source.ForgetRequests();
        _workspace.Configure("name: quay.io/a/b:1");
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _closed.Dispose();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Dead_source_is_given_up_after_three_attempts_with_its_name_and_the_place_in_the_configuration()
    {
        _workspace.Redirect(("quay.io", _closed.Endpoint));

        var (exitCode, output) = await RunAsync("Lock", null);

        Assert.Equal((int)ExitCode.Source, exitCode);
        Assert.Contains("imageset.yaml(5,5): error MIR3010", output, StringComparison.Ordinal);
        Assert.Contains($"nobody answers at '{_closed.Endpoint}'", output, StringComparison.Ordinal);
        Assert.Equal([(_closed.Endpoint, 3, 2)], Traffic());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dead_destination_is_given_up_after_three_attempts_before_any_source_is_asked(bool isLocked)
    {
        _workspace.Redirect(("quay.io", _source.Endpoint));
        if (isLocked)
        {
            await _workspace.LockAsync(Token);
            _source.ForgetRequests();
        }

        var (exitCode, output) = await RunAsync("Publish", $"docker://{_closed.Endpoint}/ocp");

        Assert.Equal((int)ExitCode.Destination, exitCode);
        Assert.Contains($"nobody answers at '{_closed.Endpoint}'", output, StringComparison.Ordinal);
        Assert.Equal([(_closed.Endpoint, 3, 2)], Traffic());
        Assert.Empty(_source.Requests);
    }

    [Fact]
    public async Task Web_server_in_place_of_the_destination_is_called_so_and_nothing_is_listed_as_missing()
    {
        await using var web = new LoopbackServer((_, _) => Task.FromResult(new ServerAnswer(404)));
        _workspace.Redirect(("quay.io", _source.Endpoint));

        var (exitCode, output) = await RunAsync("Publish", $"docker://{web.Endpoint}/ocp");

        Assert.Equal((int)ExitCode.Destination, exitCode);
        Assert.Contains("error MIR3090", output, StringComparison.Ordinal);
        Assert.DoesNotContain(_source.Requests, request => request.Path.Contains("/blobs/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Destination_without_a_root_takes_the_mirror()
    {
        await using var registry = new FaultyRegistry { Guard = request => request.Path == "/v2/" ? new ServerAnswer(404) : null };
        _workspace.Redirect(("quay.io", _source.Endpoint));

        var (exitCode, output) = await RunAsync("Publish", $"docker://{registry.Endpoint}/ocp");

        Assert.True(exitCode == 0, output);
        Assert.NotNull(registry.Content.FindManifest("ocp/a/b", "1"));
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string target, string? destination)
    {
        using var host = HostProcess.Start(_workspace, target, destination);
        var output = await Task.WhenAll(host.StandardOutput.ReadToEndAsync(Token), host.StandardError.ReadToEndAsync(Token));
        await host.WaitForExitAsync(Token);
        return (host.ExitCode, string.Concat(output));
    }

    private IReadOnlyList<(string Registry, int Requests, int Retries)> Traffic()
    {
        using var report = JsonDocument.Parse(_workspace.Output("report.json"));
        return
        [
            .. report.RootElement.GetProperty("registries").EnumerateArray().Select(registry => (
                registry.GetProperty("registry").GetString()!,
                registry.GetProperty("requests").GetInt32(),
                registry.GetProperty("retries").GetInt32())),
        ];
    }
}
