using System.Globalization;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Images that the run itself has put into the lock: the destination is asked about a few of them only.</summary>
public sealed class FirstPublishTests : IAsyncLifetime
{
    private const int Images = 12;
    private const int Samples = 4;
    private const int BlobsOfImage = 3;

    private readonly MirrorWorkspace _workspace = new();
    private DockerRegistryProcess _source = null!;
    private DockerRegistryProcess _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await DockerRegistryProcess.StartAsync(Token);
        _destination = await DockerRegistryProcess.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        foreach (var i in Enumerable.Range(0, Images))
        {
            var layout = _workspace.Folder.Combine("layouts", NameOf(i));
            LayoutFolder.Write(layout, ("image", ImageBuilder.Simple(NameOf(i))));
            await Skopeo.CopyAsync($"oci:{layout}:image", $"docker://{_source.Endpoint}/team/{NameOf(i)}:1", all: true, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Destination_that_has_none_of_the_samples_is_asked_no_more()
    {
        await PublishAsync(Enumerable.Range(0, Images), forgets: false);

        Assert.Equal(Samples, await CountAsync("HEAD", "/manifests/"));
        Assert.Equal(Images, await CountAsync("PUT", "/manifests/"));
    }

    [Fact]
    public async Task Lost_lock_and_store_send_nothing_again()
    {
        await PublishAsync(Enumerable.Range(0, Images), forgets: false);

        await PublishAsync(Enumerable.Range(0, Images), forgets: true);

        Assert.Equal(Images, await CountAsync("HEAD", "/manifests/"));
        Assert.Equal(0, await CountAsync("PUT", ""));
        Assert.Equal(0, await CountAsync("POST", ""));
    }

    [Fact]
    public async Task Samples_that_mislead_cost_no_content()
    {
        // Neither the first nor the last is among them, nor what lies at a third of the way.
        await PublishAsync([1, 5], forgets: false);

        await PublishAsync(Enumerable.Range(0, Images), forgets: true);

        Assert.Equal(Samples, await CountAsync("HEAD", "/manifests/"));
        Assert.Equal(Images, await CountAsync("PUT", "/manifests/"));
        Assert.Equal(BlobsOfImage * (Images - 2), await CountAsync("PUT", "/blobs/"));
    }

    [Fact]
    public async Task Images_of_an_older_lock_are_asked_about_each()
    {
        await PublishAsync(Enumerable.Range(0, 6), forgets: false);

        await PublishAsync(Enumerable.Range(0, Images), forgets: false);

        Assert.Equal(6 + Samples, await CountAsync("HEAD", "/manifests/"));
        Assert.Equal(6, await CountAsync("PUT", "/manifests/"));
    }

    private static string NameOf(int image) => string.Create(CultureInfo.InvariantCulture, $"app{image:00}");

    private async Task PublishAsync(IEnumerable<int> images, bool forgets)
    {
        _workspace.Configure([.. images.Select(i => $"name: quay.io/team/{NameOf(i)}:1")]);
        if (forgets)
        {
            File.Delete(_workspace.Folder.Combine("mirror", "mirror.lock.json"));
            Directory.Delete(_workspace.Folder.Combine("store"), recursive: true);
            Directory.Delete(_workspace.Folder.Combine("output"), recursive: true);
        }

        await _destination.ForgetRequestsAsync(Token);
        var results = await _workspace.PublishAsync(_workspace.Options($"docker://{_destination.Endpoint}/ocp"), Token);
        Assert.StartsWith($"'docker://{_destination.Endpoint}/ocp' has ", results[3].Result.Message, StringComparison.Ordinal);
    }

    private async Task<int> CountAsync(string method, string path) =>
        (await _destination.RequestsAsync(Token)).Count(request => request.Method == method && request.Path.Contains(path, StringComparison.Ordinal));
}
