using Mirror.Engine.Options;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>
/// One enterprise registry that may be reached from outside, and enclaves behind it that know nothing else. Each has a configuration of its own; one machine between them
/// and the registry has one store for both.
/// </summary>
public sealed class EnclaveTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _enterprise = new();
    private readonly MirrorWorkspace[] _enclaves = [new(), new()];
    private readonly HttpClient _client = new();
    private DockerRegistryProcess _upstream = null!;
    private DockerRegistryProcess _registry = null!;
    private DockerRegistryProcess[] _insides = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _upstream = await DockerRegistryProcess.StartAsync(Token);
        _registry = await DockerRegistryProcess.StartAsync(Token);
        _insides = [await DockerRegistryProcess.StartAsync(Token), await DockerRegistryProcess.StartAsync(Token)];
        _enterprise.Redirect(("quay.io", _upstream.Endpoint), ("registry.redhat.io", _upstream.Endpoint));
        foreach (var enclave in _enclaves)
        {
            enclave.Redirect(("quay.io", $"{_registry.Endpoint}/enterprise"), ("registry.redhat.io", $"{_registry.Endpoint}/enterprise"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var registry in new[] { _upstream, _registry }.Concat(_insides))
        {
            await registry.DisposeAsync();
        }

        foreach (var workspace in _enclaves.Append(_enterprise))
        {
            workspace.Dispose();
        }

        _client.Dispose();
    }

    [Fact]
    public async Task Enclaves_read_from_the_enterprise_registry_alone_and_share_one_store()
    {
        var shared = await FillAsync();
        _enclaves[0].Configure("name: quay.io/a/shared:1", "name: registry.redhat.io/b/north:1");
        _enclaves[1].Configure("name: quay.io/a/shared:1", "name: registry.redhat.io/b/south:1");
        var store = _enterprise.Folder.Combine("shared-store");

        for (var i = 0; i < _enclaves.Length; i++)
        {
            await _registry.ForgetRequestsAsync(Token);
            using (var engine = _enclaves[i].NewEngine(_enclaves[i].Options(null) with { StoreFolder = store }))
            {
                await engine.ResolveAsync(Token);
                await engine.LockAsync(Token);
                await engine.FetchAsync(Token);
            }

            var blobs = (await _registry.RequestsAsync(Token)).Where(request => request.Path.Contains("/blobs/", StringComparison.Ordinal)).ToList();
            Assert.All(blobs, request => Assert.StartsWith("/v2/enterprise/", request.Path, StringComparison.Ordinal));
            Assert.Equal(i == 0, blobs.Exists(request => request.Path.Contains("/a/shared/", StringComparison.Ordinal)));
            await _enclaves[i].PublishAsync(_enclaves[i].Options($"docker://{_insides[i].Endpoint}/ocp") with { StoreFolder = store, LockMode = LockMode.Frozen }, Token);
        }

        // The upstream was asked by the enterprise registry's own mirror and by nobody else since.
        Assert.Empty(await _upstream.RequestsAsync(Token));
        await AssertEqualAsync(0, "a/shared:1", shared.Digest);
        await AssertEqualAsync(1, "a/shared:1", shared.Digest);
        Assert.Contains("registry.redhat.io/b", _enclaves[0].Output("cluster-resources", "itms-oc-mirror.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("enterprise", _enclaves[0].Output("cluster-resources", "itms-oc-mirror.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enclaves_take_their_parts_of_one_archive()
    {
        var shared = await FillAsync();
        using (var engine = _enterprise.NewEngine(_enterprise.Options(null)))
        {
            await engine.FetchAsync(Token);
            await engine.PackAsync(Token);
        }

        _enclaves[0].Configure("name: quay.io/a/shared:1", "name: registry.redhat.io/b/north:1");
        _enclaves[1].Configure("name: quay.io/a/shared:1");
        for (var i = 0; i < _enclaves.Length; i++)
        {
            var options = _enclaves[i].Options($"docker://{_insides[i].Endpoint}/ocp") with { From = [_enterprise.Folder.Combine("output", "archives")] };
            await _enclaves[i].PublishAsync(options, Token);
            await AssertEqualAsync(i, "a/shared:1", shared.Digest);
        }

        Assert.Contains(await _insides[0].RequestsAsync(Token), request => request.Path.Contains("b/north", StringComparison.Ordinal));
        Assert.DoesNotContain(await _insides[1].RequestsAsync(Token), request => request.Path.Contains("b/north", StringComparison.Ordinal));
    }

    /// <summary>Mirrors everything into the enterprise registry.</summary>
    private async Task<ImageContent> FillAsync()
    {
        var shared = IndexBuilder.Simple("shared", ImageFormat.Oci, "amd64", "arm64");
        await _client.PushImageAsync(_upstream.BaseUri, "a/shared", "1", shared, Token);
        await _client.PushImageAsync(_upstream.BaseUri, "b/north", "1", ImageBuilder.Simple("north"), Token);
        await _client.PushImageAsync(_upstream.BaseUri, "b/south", "1", ImageBuilder.Simple("south"), Token);
        _enterprise.Configure("name: quay.io/a/shared:1", "name: registry.redhat.io/b/north:1", "name: registry.redhat.io/b/south:1");
        await _enterprise.PublishAsync(_enterprise.Options($"docker://{_registry.Endpoint}/enterprise"), Token);
        await _upstream.ForgetRequestsAsync(Token);
        return shared;
    }

    private async Task AssertEqualAsync(int enclave, string reference, Model.Oci.Digest digest) =>
        Assert.Equal(digest, Model.Oci.Digest.Of((await Skopeo.InspectRawAsync($"docker://{_insides[enclave].Endpoint}/ocp/{reference}", Token)).Span));
}
