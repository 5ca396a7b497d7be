using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.MSBuild.Tests.Building;

/// <summary>The targets that remove content, on a registry as people run it.</summary>
public sealed class DeleteBuildTests : IAsyncLifetime
{
    private readonly BuildFolder _build = new();
    private readonly HttpClient _client = new();
    private TestRegistry _source = null!;
    private DockerRegistryProcess _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _destination = await DockerRegistryProcess.StartAsync(Token);
        foreach (var name in new[] { "one", "two", "three" })
        {
            await _source.Client.PushImageAsync(_source.BaseUri, $"app/{name}", "1", ImageBuilder.Simple(name), Token);
        }

        _build.AddProject("mirror", $"<MirrorDestination>docker://{_destination.Endpoint}/ocp</MirrorDestination><MirrorBase Condition=\"Exists('old.json')\">old.json</MirrorBase>");
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _client.Dispose();
        _build.Dispose();
    }

    [Fact]
    public async Task What_the_configuration_gives_up_is_planned_deleted_pruned_and_collected()
    {
        Configure("one", "two", "three");
        (await BuildAsync("MirrorPublish")).EnsureSuccess();
        File.Copy(_build.Folder.Combine("mirror", "mirror.lock.json"), _build.Folder.Combine("mirror", "old.json"));

        Configure("two", "three");
        var deleted = await BuildAsync("MirrorLock;MirrorDeletePlan;MirrorDelete", "-p:MirrorPlan=../artifacts/mirror/delete/delete-images.yaml");
        deleted.EnsureSuccess();
        var afterDelete = await ThereAsync();
        Configure("two");
        var pruned = await BuildAsync("MirrorLock;MirrorPrune;MirrorGc");
        pruned.EnsureSuccess();

        Assert.Contains("MirrorDeletePlan: wrote ", deleted.OutputText, StringComparison.Ordinal);
        Assert.Contains("MirrorDelete: deleted 1 name (", deleted.OutputText, StringComparison.Ordinal);
        Assert.Equal(["three", "two"], afterDelete);
        Assert.Contains("MirrorPrune: deleted 1 name (", pruned.OutputText, StringComparison.Ordinal);
        Assert.Contains("MirrorGc: removed ", pruned.OutputText, StringComparison.Ordinal);
        Assert.Equal(["two"], await ThereAsync());
        Assert.Equal(["Check", "Resolve", "Lock", "Prune", "Gc"], _build.Report("mirror").Steps.Select(step => step.Name));
    }

    private void Configure(params string[] images) => _build.AddConfiguration("mirror", [.. images.Select(image => $"{_source.Endpoint}/app/{image}:1")]);

    private Task<ToolResult> BuildAsync(string targets, params string[] more) => _build.BuildAsync("mirror/mirror.proj", [$"-t:{targets}", .. more]);

    private async Task<IReadOnlyList<string>> ThereAsync()
    {
        var there = new List<string>();
        foreach (var name in new[] { "one", "three", "two" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(_destination.BaseUri, $"v2/ocp/app/{name}/manifests/1"));
            request.Headers.TryAddWithoutValidation("Accept", "application/vnd.oci.image.manifest.v1+json");
            using var response = await _client.SendAsync(request, Token);
            if (response.IsSuccessStatusCode)
            {
                there.Add(name);
            }
        }

        return there;
    }
}
