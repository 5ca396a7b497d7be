using System.Text;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>What refers to an image goes with it, in a registry that keeps track of that and in one that does not.</summary>
public sealed class SignedDeleteTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private readonly HttpClient _client = new();
    private TestRegistry _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _client.Dispose();
        _workspace.Dispose();
    }

    private static ImageContent Artifact(ImageContent subject) => new ArtifactBuilder
    {
        ArtifactType = "application/vnd.example.sbom",
        Subject = subject.Manifest.Descriptor,
        Blobs = [BlobContent.Of("text/plain", Encoding.UTF8.GetBytes($"sbom of {subject.Digest}"))],
    }.Build();

    private async Task<(ImageContent Image, ImageContent Artifact)> PushAsync(string tag)
    {
        var image = IndexBuilder.Simple(tag, ImageFormat.Oci, "amd64", "arm64");
        var artifact = Artifact(image);
        await _client.PushImageAsync(_source.BaseUri, "a/app", tag, image, Token);
        await _client.PushImageAsync(_source.BaseUri, "a/app", null, artifact, Token);
        await _client.PushImageAsync(_source.BaseUri, "a/app", $"sha256-{image.Digest.Hex}.sig", ImageBuilder.Simple($"signature of {tag}"), Token);
        return (image, artifact);
    }

    private async Task<bool> IsThereAsync(Uri registry, string reference)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(registry, $"/v2/ocp/a/app/manifests/{reference}"));
        request.Headers.TryAddWithoutValidation("Accept", [MediaTypes.OciManifest, MediaTypes.OciIndex]);
        using var response = await _client.SendAsync(request, Token);
        return response.IsSuccessStatusCode;
    }

    private async Task PruneAsync(Uri registry)
    {
        var (oldImage, oldArtifact) = await PushAsync("old");
        var (newImage, newArtifact) = await PushAsync("new");
        var options = _workspace.Options($"docker://{registry.Authority}/ocp");
        _workspace.Configure("name: quay.io/a/app:old", "name: quay.io/a/app:new");
        await _workspace.PublishAsync(options, Token);
        foreach (var file in Directory.GetFiles(_workspace.Folder.Combine("mirror"), "mirror.lock*.json"))
        {
            Directory.CreateDirectory(_workspace.Folder.Combine("before"));
            File.Copy(file, _workspace.Folder.Combine("before", Path.GetFileName(file)));
        }

        _workspace.Configure("name: quay.io/a/app:new");
        await _workspace.PublishAsync(options, Token);
        Assert.True(await IsThereAsync(registry, oldArtifact.Digest.ToString()));

        using var engine = _workspace.NewEngine(options with { Base = new BaseFile(_workspace.Folder.Combine("before", "mirror.lock.json")) });
        await engine.PruneAsync(Token);

        string[] gone =
        [
            "old",
            oldImage.Digest.ToString(),
            oldArtifact.Digest.ToString(),
            $"sha256-{oldImage.Digest.Hex}.sig",
            TargetName.DigestTag(oldImage.Digest),
            .. oldImage.Children.Select(child => child.Digest.ToString()),
        ];
        foreach (var reference in gone)
        {
            Assert.False(await IsThereAsync(registry, reference), reference);
        }

        foreach (var reference in new[] { "new", newArtifact.Digest.ToString(), $"sha256-{newImage.Digest.Hex}.sig" })
        {
            Assert.True(await IsThereAsync(registry, reference), reference);
        }

        Assert.Empty(_workspace.Output("delete", "kept.txt"));
        Assert.DoesNotContain(_workspace.Warnings, warning => warning.Code == MirrorErrors.ContentKept);
        using var verifying = _workspace.NewEngine(options with { Deep = true });
        await verifying.VerifyAsync(Token);
    }

    [Fact]
    public async Task Registry_without_the_referrers_api()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(Token);
        await PruneAsync(registry.BaseUri);
    }

    [Fact]
    public async Task Registry_with_the_referrers_api()
    {
        await using var registry = await TestRegistry.StartAsync(Token);
        await PruneAsync(registry.BaseUri);
    }
}
