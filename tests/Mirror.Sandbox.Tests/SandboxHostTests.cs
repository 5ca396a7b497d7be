using System.Collections.Concurrent;
using Mirror.Model.Oci;
using Mirror.Oci.Registry;
using Mirror.Sandbox.Samples;
using Mirror.Sandbox.Serving;
using Mirror.Testing;

namespace Mirror.Sandbox.Tests;

public sealed class SandboxHostTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Product_reaches_both_registries_by_their_reserved_names()
    {
        using var folder = new TempFolder();
        var requests = new ConcurrentQueue<LoggedRequest>();
        await using var sandbox = await SandboxHost.StartAsync(
            new SandboxOptions { Folder = folder.Path, UpstreamLog = requests.Enqueue, DestinationLog = requests.Enqueue }, Cancellation);
        using var clients = new RegistryClientPool(new RegistryClientOptions { Routes = sandbox.Routes });
        var source = clients.For(RegistryEndpoint.For(SandboxHost.UpstreamName, RegistrySide.Source));
        var destination = clients.For(RegistryEndpoint.For(SandboxHost.DestinationName, RegistrySide.Destination));
        var image = SampleImages.All.Single(sample => sample.Repository == "openshift/hello").Content;

        var manifest = await source.FindManifestAsync("openshift/hello", "v1.0", Cancellation);
        foreach (var blob in manifest!.Manifest.Blobs())
        {
            await destination.PushBlobAsync(
                "hello", blob, null, async token => (await source.FindBlobAsync("openshift/hello", blob, token))!, Cancellation);
        }

        await destination.PutManifestAsync("hello", "v1.0", manifest, Cancellation);

        Assert.Equal(image.Digest, await destination.FindDigestAsync("hello", "v1.0", Cancellation));
        Assert.All(requests, request => Assert.InRange(request.Status, 200, 299));
    }

    [Fact]
    public async Task Sandboxes_run_beside_each_other()
    {
        using var folders = new TempFolder();
        await using var first = await SandboxHost.StartAsync(new SandboxOptions { Folder = folders.Combine("1") }, Cancellation);
        await using var second = await SandboxHost.StartAsync(new SandboxOptions { Folder = folders.Combine("2") }, Cancellation);

        var ports = first.Routes.Values.Concat(second.Routes.Values).Select(endPoint => endPoint.Port);

        Assert.Equal(4, ports.Distinct().Count());
    }
}
