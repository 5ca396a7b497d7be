using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Testing;
using static Mirror.EndToEnd.Tests.Operators.OperatorUpstream;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>Deletion of operators and catalogs.</summary>
public sealed class OperatorDeleteTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private TestRegistry _source = null!;
    private TestRegistry _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Plan => _workspace.Output("delete", "delete-images.yaml").Replace(_destination.Endpoint, "REGISTRY", StringComparison.Ordinal);

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _destination = await TestRegistry.StartAsync(Token);
        var upstream = new OperatorUpstream(_source);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        await upstream.PushSharedAsync();
        await upstream.PushOperatorAsync("foo", "0.1.0");
        await upstream.PushOperatorAsync("bar", "0.1.0", "0.2.0");
        await upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "0.1.0", "0.2.0"));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _workspace.Dispose();
    }

    private async Task<MirrorOptions> PublishAsync(string name, string mirror)
    {
        _workspace.ConfigureMirror(mirror);
        var options = _workspace.Options($"docker://{_destination.Endpoint}/ocp");
        await _workspace.PublishAsync(options, Token);
        var kept = _workspace.Folder.Combine(name);
        File.WriteAllText(kept, _workspace.LockText);
        return options with { Base = new BaseFile(kept) };
    }

    private MirrorOptions Named(MirrorOptions options, string delete)
    {
        _workspace.Folder.WriteFile("mirror/delete.yaml", $"apiVersion: mirror.openshift.io/v2alpha1\nkind: DeleteImageSetConfiguration\ndelete:\n  {delete.ReplaceLineEndings("\n  ")}\n");
        return options with { ConfigurationFile = _workspace.Folder.Combine("mirror", "delete.yaml") };
    }

    private async Task<StepResult> RunAsync(MirrorOptions options, Func<MirrorEngine, CancellationToken, Task<StepResult>> step)
    {
        using var engine = _workspace.NewEngine(options);
        return await step(engine, Token);
    }

    private async Task<bool> IsThereAsync(string repository, string reference)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(_destination.BaseUri, $"/v2/ocp/{repository}/manifests/{reference}"));
        using var answer = await _destination.Client.SendAsync(request, Token);
        return answer.IsSuccessStatusCode;
    }

    private static string Operators(params string[] packages) =>
        $"operators:\n- catalog: {CatalogName}:v1\n  packages:\n{string.Concat(packages.Select(package => $"  - name: {package}\n"))}";

    [Fact]
    public async Task Named_operator_goes_without_its_catalog_and_what_others_share_stays()
    {
        var old = await PublishAsync("old.json", $"{Operators("foo")}  - name: bar\n    minVersion: 0.1.0\n");
        await PublishAsync("new.json", Operators("foo"));
        var named = Named(old, $"operators:\n- catalog: {CatalogName}:v1\n  packages:\n  - name: bar\n    maxVersion: 0.1.0");

        await RunAsync(named, (engine, token) => engine.DeletePlanAsync(token));
        var plan = Plan;
        await RunAsync(old with { PlanFile = _workspace.Folder.Combine("output", "delete", "delete-images.yaml") }, (engine, token) => engine.DeleteAsync(token));

        var bundle = ImageOf("bar", "bundle", "0.1.0").Digest;
        Assert.Contains(
            $"""
            - digest: {bundle}
              imageName: docker://quay.io/bar/bundle@{bundle}
              imageReference: docker://REGISTRY/ocp/bar/bundle:sha256-{bundle.Hex}
              type: operatorBundle
            """.ReplaceLineEndings("\n"),
            plan,
            StringComparison.Ordinal);
        Assert.Equal(2, plan.Split("- digest: ").Length - 1);
        Assert.Equal("'ocp/shared/proxy:v1' stays: operator 'foo', bundle 'foo.v0.1.0', catalog 'quay.io/catalogs/index:v1' in 'mirror/mirror.lock.json' needs it\n", _workspace.Output("delete", "kept.txt"));
        Assert.False(await IsThereAsync("bar/bundle", bundle.ToString()));
        Assert.True(await IsThereAsync("bar/bundle", ImageOf("bar", "bundle", "0.2.0").Digest.ToString()));
        Assert.True(await IsThereAsync("shared/proxy", "v1"));
        Assert.True(await IsThereAsync("catalogs/index", "v1"));
    }

    [Fact]
    public async Task Prune_takes_the_catalog_that_was_replaced_and_leaves_the_new_one()
    {
        var old = await PublishAsync("old.json", Operators("foo", "bar"));
        await PublishAsync("new.json", Operators("foo"));

        await RunAsync(old, (engine, token) => engine.PruneAsync(token));

        Assert.Contains("  type: operatorCatalog\n", Plan, StringComparison.Ordinal);
        Assert.DoesNotContain("catalogs/index:v1\n", Plan.Replace("imageName: docker://quay.io/catalogs/index:v1\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(await IsThereAsync("catalogs/index", "v1"));
        Assert.False(await IsThereAsync("bar/bundle", ImageOf("bar", "bundle", "0.2.0").Digest.ToString()));
        using var engine = _workspace.NewEngine(old with { Deep = true });
        await engine.VerifyAsync(Token);
    }

    [Fact]
    public async Task Catalog_that_is_gone_from_every_lock_goes_only_when_it_is_named()
    {
        var old = await PublishAsync("old.json", Operators("foo"));
        await PublishAsync("new.json", "additionalImages:\n- name: quay.io/shared/proxy:v1\n");

        await RunAsync(old, (engine, token) => engine.PruneAsync(token));
        var isKept = await IsThereAsync("catalogs/index", "v1");
        var unnamed = _workspace.Warnings.Count(warning => warning.Code == MirrorErrors.CatalogKept);
        await RunAsync(Named(old, $"operators:\n- catalog: {CatalogName}:v1"), (engine, token) => engine.DeletePlanAsync(token));
        await RunAsync(old with { PlanFile = _workspace.Folder.Combine("output", "delete", "delete-images.yaml") }, (engine, token) => engine.DeleteAsync(token));

        Assert.True(isKept);
        Assert.Equal(1, unnamed);
        Assert.False(await IsThereAsync("catalogs/index", "v1"));
        Assert.True(await IsThereAsync("shared/proxy", "v1"));
    }
}
