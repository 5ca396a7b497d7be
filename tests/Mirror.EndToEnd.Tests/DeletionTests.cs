using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>A mirror between two real registries, something of which is to be deleted.</summary>
public abstract class DeletionTests : IAsyncLifetime
{
    private DockerRegistryProcess _source = null!;

    private protected MirrorWorkspace Workspace { get; } = new();

    private protected HttpClient Client { get; } = new();

    private protected DockerRegistryProcess DestinationRegistry { get; set; } = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected string Destination => $"docker://{DestinationRegistry.Endpoint}/ocp";

    private protected string Plan => Workspace.Output("delete", "delete-images.yaml").Replace(DestinationRegistry.Endpoint, "REGISTRY", StringComparison.Ordinal);

    private protected string PlanPath => Workspace.Folder.Combine("output", "delete", "delete-images.yaml");

    public async ValueTask InitializeAsync()
    {
        _source = await DockerRegistryProcess.StartAsync(Token);
        DestinationRegistry = await DockerRegistryProcess.StartAsync(Token);
        Workspace.Redirect(("quay.io", _source.Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await DestinationRegistry.DisposeAsync();
        Client.Dispose();
        Workspace.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task PushAsync(string repository, string? tag, ImageContent image) => Client.PushImageAsync(_source.BaseUri, repository, tag, image, Token);

    private protected Task<string> PublishAsync(params string[] images) =>
        PublishEntriesAsync($"lock-{images.Length}.json", [.. images.Select(image => $"name: quay.io/{image}")]);

    private protected async Task<string> PublishEntriesAsync(string name, params string[] entries)
    {
        Workspace.Configure(entries);
        await Workspace.PublishAsync(Workspace.Options(Destination), Token);
        var kept = Workspace.Folder.Combine(name);
        File.WriteAllText(kept, Workspace.LockText);
        return kept;
    }

    private protected async Task<StepResult> RunAsync(Func<MirrorEngine, CancellationToken, Task<StepResult>> step, Func<MirrorOptions, MirrorOptions>? change = null)
    {
        var options = Workspace.Options(Destination);
        using var engine = Workspace.NewEngine(change is null ? options : change(options));
        return await step(engine, Token);
    }

    private protected async Task<MirrorException> RefusedAsync(Func<MirrorEngine, CancellationToken, Task<StepResult>> step, Func<MirrorOptions, MirrorOptions>? change = null) =>
        await Assert.ThrowsAsync<MirrorException>(() => RunAsync(step, change));

    private protected MirrorOptions Named(MirrorOptions options, string delete)
    {
        Workspace.Folder.WriteFile("mirror/delete.yaml", $"apiVersion: mirror.openshift.io/v2alpha1\nkind: DeleteImageSetConfiguration\ndelete:\n  additionalImages:\n{delete}");
        return options with { ConfigurationFile = Workspace.Folder.Combine("mirror", "delete.yaml") };
    }

    private protected async Task<bool> IsThereAsync(string reference)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(DestinationRegistry.BaseUri, $"v2/ocp/{reference.Replace("@", "/manifests/", StringComparison.Ordinal)}"));
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json");
        using var response = await Client.SendAsync(request, Token);
        return response.IsSuccessStatusCode;
    }

    private protected Task PullAsync(string name) => Skopeo.CopyAsync(
        $"docker://{DestinationRegistry.Endpoint}/ocp/{name}", $"dir:{Workspace.Folder.Combine($"pulled-{name.Replace('/', '-').Replace(':', '-')}")}", all: true, Token);

    private protected async Task<int> DeletionsAsync() => (await DestinationRegistry.RequestsAsync(Token)).Count(request => request.Method == "DELETE");

    /// <summary>Two indexes that share one instance.</summary>
    private protected static (ImageContent First, ImageContent Second, ImageContent Own, ImageContent Shared) Indexes()
    {
        var own = ImageBuilder.Simple("own");
        var shared = ImageBuilder.Simple("shared instance");
        var other = ImageBuilder.Simple("other");
        return (new IndexBuilder { Children = [own, shared] }.Build(), new IndexBuilder { Children = [shared, other] }.Build(), own, shared);
    }
}
