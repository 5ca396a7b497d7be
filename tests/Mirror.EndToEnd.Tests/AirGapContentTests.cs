using Mirror.EndToEnd.Tests.Releases;
using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Content of every kind across the gap: what arrives there is what a direct Publish of the same lock brings, and nothing outside is asked.</summary>
public sealed class AirGapContentTests(GpgSigner signer) : IClassFixture<GpgSigner>, IAsyncLifetime
{
    private readonly MirrorWorkspace _inside = new();
    private EveryContent _content = null!;
    private DockerRegistryProcess _direct = null!;
    private DockerRegistryProcess _gapped = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _content = await EveryContent.StartAsync(signer);
        _direct = await DockerRegistryProcess.StartAsync(Token);
        _gapped = await DockerRegistryProcess.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _direct.DisposeAsync();
        await _gapped.DisposeAsync();
        await _content.DisposeAsync();
        _inside.Dispose();
    }

    [Fact]
    public async Task Everything_arrives_as_a_direct_publish_brings_it_and_so_does_what_comes_later()
    {
        Carry(await _content.PackAsync(Options with { ArchiveSize = 64 << 10 }));
        await PublishBothAsync();

        // The receipt goes back, and the next archive has the difference.
        await _content.MoveOnAsync();
        var receipt = Assert.Single(Directory.GetFiles(_inside.Folder.Combine("output", "receipts")));
        var delta = await _content.PackAsync(Options with { Base = new BaseFile(receipt), LockMode = LockMode.Refresh });
        Assert.All(delta, file => Assert.Contains("-from-", Path.GetFileName(file), StringComparison.Ordinal));
        Directory.Delete(_inside.Folder.Combine("usb"), recursive: true);
        Carry(delta);
        await PublishBothAsync();
    }

    [Fact]
    public async Task Everything_is_published_and_verified_where_no_route_leads_out()
    {
        await NoRoute.RequireAsync(Token);
        Carry(await _content.PackAsync(Options with { ArchiveSize = 64 << 10 }));
        await _content.Outside.PublishAsync(Options with { Destination = At(_direct) }, Token);

        var storage = await NoRoute.PublishAsync(_inside, Token);

        await using var registry = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { StorageFolder = storage }, Token);
        await AssertSameAsync(registry, NoRoute.Endpoint);
    }

    private MirrorOptions Options => _content.Outside.Options(null);

    private static Model.Oci.Destination At(DockerRegistryProcess registry) =>
        Model.Oci.Destination.TryParse($"docker://{registry.Endpoint}/ocp", "/", out var destination, out var problem) ? destination : throw new FormatException(problem);

    private async Task PublishBothAsync()
    {
        await _content.Outside.PublishAsync(Options with { Destination = At(_direct) }, Token);
        var asked = _content.Questions;

        await _inside.PublishAsync(_inside.Options(null) with { Destination = At(_gapped), From = [_inside.Folder.Combine("usb")], IsConfigurationOptional = true }, Token);

        Assert.Equal(asked, _content.Questions);
        Assert.False(Directory.Exists(_inside.Folder.Combine("store", "blobs")), "Something was unpacked.");
        await AssertSameAsync(_gapped, _gapped.Endpoint);
    }

    private async Task AssertSameAsync(DockerRegistryProcess registry, string endpoint)
    {
        var content = await RegistryContent.ReadAsync(registry);
        foreach (var name in (string[])["openshift/graph-image:latest", "openshift/release-images:4.20.9-x86_64", "catalogs/index:v1", "charts/web:1.2.3", "a/multi:1"])
        {
            if (!content.Any(line => line.StartsWith($"ocp/{name} ", StringComparison.Ordinal)))
            {
                Assert.Fail($"'{name}' is not among:\n{string.Join('\n', content)}");
            }
        }

        Assert.Contains(content, line => line.Contains(".sig ", StringComparison.Ordinal));
        Assert.Equal(await RegistryContent.ReadAsync(_direct), content);
        var resources = RegistryContent.Resources(_inside.Folder.Combine("output", "cluster-resources"), endpoint);
        Assert.Contains("signature-configmap.yaml", resources.Keys);
        Assert.Contains("updateService.yaml", resources.Keys);
        Assert.Equal(RegistryContent.Resources(_content.Outside.Folder.Combine("output", "cluster-resources"), _direct.Endpoint), resources);
    }

    private void Carry(IEnumerable<string> files)
    {
        Directory.CreateDirectory(_inside.Folder.Combine("usb"));
        foreach (var file in files)
        {
            File.Copy(file, _inside.Folder.Combine("usb", Path.GetFileName(file)));
        }
    }
}
