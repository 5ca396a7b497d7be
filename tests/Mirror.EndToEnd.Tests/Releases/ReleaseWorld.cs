using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;

namespace Mirror.EndToEnd.Tests.Releases;

/// <summary>A workspace, a registry in place of quay.io, and the services around it.</summary>
internal sealed class ReleaseWorld : IAsyncDisposable
{
    private readonly HttpClient _client = new();

    private ReleaseWorld(TestRegistry source, GpgSigner signer)
    {
        Source = source;
        Upstream = new ReleaseUpstream(signer);
        Upstream.ApplyTo(Workspace);
        Workspace.Redirect(("quay.io", source.Endpoint), ("registry.access.redhat.com", source.Endpoint), ("private.example.com", source.Endpoint));
    }

    public MirrorWorkspace Workspace { get; } = new();

    public TestRegistry Source { get; }

    public ReleaseUpstream Upstream { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ReleaseWorld> StartAsync(GpgSigner signer) => new(await TestRegistry.StartAsync(Token), signer);

    /// <summary>Writes a configuration; the text stands below <c>platform:</c>, what follows it below <c>mirror:</c>.</summary>
    public void Configure(string platform, string more = "") => Workspace.Folder.WriteFile(
        "mirror/imageset.yaml",
        $"kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  platform:\n    {platform.ReplaceLineEndings("\n    ")}\n{more}");

    /// <summary>Pushes a release and signs it.</summary>
    public async Task<TestRelease> OfferAsync(TestRelease release)
    {
        await release.PushAsync(_client, Source.BaseUri, Token);
        await Upstream.SignAsync(release);
        return release;
    }

    /// <summary>Pushes any image.</summary>
    public Task PushAsync(string repository, string? tag, ImageContent image) => _client.PushImageAsync(Source.BaseUri, repository, tag, image, Token);

    /// <summary>Pushes what graph images are built on.</summary>
    public Task PushBaseAsync(string seed = "ubi") => PushAsync("ubi9/ubi", "latest", IndexBuilder.Simple(seed, ImageFormat.Docker, "amd64", "arm64"));

    /// <summary>Lets the source lose a blob or a manifest.</summary>
    public async Task LoseAsync(string repository, string kind, Digest digest)
    {
        using var answer = await _client.DeleteAsync(new Uri(Source.BaseUri, $"/v2/{repository}/{kind}/{digest}"), Token);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Lines of the lock that are not among <paramref name="before"/>, without indentation and trailing commas.</summary>
    public IReadOnlyList<string> LinesSince(string before)
    {
        var old = before.Split('\n').Select(Bare).CountBy(line => line).ToDictionary();
        return [.. Workspace.LockText.Split('\n').Select(Bare).Where(line => !old.TryGetValue(line, out var left) || (old[line] = left - 1) < 0)];

        static string Bare(string line) => line.Trim().TrimEnd(',');
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Upstream.DisposeAsync();
        _client.Dispose();
        Workspace.Dispose();
    }
}
