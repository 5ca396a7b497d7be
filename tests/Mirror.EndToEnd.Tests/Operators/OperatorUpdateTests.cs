using Mirror.Engine.Options;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using static Mirror.EndToEnd.Tests.Operators.OperatorUpstream;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>What stays in the lock when catalogs and configurations move.</summary>
public sealed class OperatorUpdateTests : IAsyncLifetime
{
    private OperatorWorld _world = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MirrorWorkspace Workspace => _world.Workspace;

    public async ValueTask InitializeAsync() => _world = await OperatorWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Update_of_one_operator_keeps_the_bundles_of_all_others()
    {
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        _world.Configure("  - name: foo\n  - name: bar\n");
        await Workspace.LockAsync(Token);
        await _world.Upstream.PushSharedAsync("a proxy that moved");
        var bar = _world.Locked["packages"]!["bar"]!.ToJsonString();
        var catalog = await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"));

        await Workspace.LockAsync(Token, LockMode.Update, "foo");

        Assert.Equal(["foo.v0.2.0"], _world.Bundles("foo"));
        Assert.Equal(bar, _world.Locked["packages"]!["bar"]!.ToJsonString());
        Assert.Equal($"{CatalogName}@{catalog.Digest}", (string?)_world.Locked["resolved"]!["image"]);
    }

    [Fact]
    public async Task Tag_that_two_catalogs_name_stays_one_image_when_one_of_them_moves()
    {
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        await _world.Upstream.PushCatalogAsync("v2", Operator("bar", "1.0.0"));
        Workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n- catalog: {CatalogName}:v2\n");
        await Workspace.LockAsync(Token);
        await _world.Upstream.PushSharedAsync("a proxy that moved");
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"));

        await Workspace.LockAsync(Token, LockMode.Update, "foo");

        Assert.Equal(["foo.v0.2.0"], _world.Bundles("foo"));
        Assert.Contains(ImageBuilder.Simple("proxy").Digest.ToString(), Workspace.LockText, StringComparison.Ordinal);
        Assert.DoesNotContain(ImageBuilder.Simple("a proxy that moved").Digest.ToString(), Workspace.LockText, StringComparison.Ordinal);
        await Workspace.LockAsync(Token, LockMode.Refresh);
        Assert.DoesNotContain(ImageBuilder.Simple("proxy").Digest.ToString(), Workspace.LockText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_of_a_catalog_moves_all_its_operators()
    {
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        _world.Configure("  - name: foo\n  - name: bar\n");
        await Workspace.LockAsync(Token);
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"));

        await Workspace.LockAsync(Token, LockMode.Update, CatalogName);

        Assert.Equal(["foo.v0.2.0"], _world.Bundles("foo"));
        Assert.Equal(["bar.v1.1.0"], _world.Bundles("bar"));
    }

    [Fact]
    public async Task Operator_that_the_newer_catalog_lost_does_not_move_silently()
    {
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        _world.Configure("  - name: foo\n  - name: bar\n");
        await Workspace.LockAsync(Token);
        var before = Workspace.LockText;
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.1.0"));

        var failure = await _world.LockFailsAsync(LockMode.Update, "foo");

        Assert.Equal("MIR2433", failure.Diagnostics[0].Code.Id);
        Assert.Contains("'bar.v1.0.0' in the channel 'stable'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--update bar", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Workspace.LockText);
        await Workspace.LockAsync(Token, LockMode.Update, "foo", "bar");
        Assert.Equal(["bar.v1.1.0"], _world.Bundles("bar"));
    }

    [Fact]
    public async Task Bundle_that_needs_other_images_under_its_old_name_is_not_kept_silently()
    {
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        _world.Configure("  - name: foo\n  - name: bar\n");
        await Workspace.LockAsync(Token);
        var (path, text) = Operator("bar", "1.0.0");
        var changed = text.Replace(NameOf("bar", "operator", "1.0.0"), NameOf("bar", "operator", "1.1.0"), StringComparison.Ordinal);
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), (path, changed));

        var failure = await _world.LockFailsAsync(LockMode.Update, "foo");

        Assert.Equal("MIR2433", failure.Diagnostics[0].Code.Id);
        Assert.Contains(NameOf("bar", "operator", "1.1.0"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edited_operator_is_looked_up_in_the_catalog_of_now_and_others_stay()
    {
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        _world.Configure("  - name: foo\n  - name: bar\n");
        await Workspace.LockAsync(Token);
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"));
        _world.Configure("  - name: foo\n    minVersion: 0.1.0\n  - name: bar\n");

        await Workspace.LockAsync(Token);

        Assert.Equal(["foo.v0.1.0", "foo.v0.2.0"], _world.Bundles("foo"));
        Assert.Equal(["bar.v1.0.0"], _world.Bundles("bar"));
        await Workspace.LockAsync(Token, LockMode.Locked);
    }

    [Fact]
    public async Task Other_target_of_a_catalog_keeps_its_digest()
    {
        var old = await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        _world.Configure("  - name: foo\n");
        await Workspace.LockAsync(Token);
        var derived = (string?)_world.Locked["derived"]!["catalog"];
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"));
        _world.Configure("  - name: foo\n", "  targetTag: prod\n");

        await Workspace.LockAsync(Token);

        Assert.Equal($"{CatalogName}@{old.Digest}", (string?)_world.Locked["resolved"]!["image"]);
        Assert.Equal(derived, (string?)_world.Locked["derived"]!["catalog"]);
        Assert.Equal("catalogs/index:prod", (string?)_world.Locked["derived"]!["target"]);
    }

    [Fact]
    public async Task Whole_catalog_moves_one_operator_and_takes_no_new_ones()
    {
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        Workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n");
        await Workspace.LockAsync(Token);
        await _world.Upstream.PushOperatorAsync("new", "1.0.0");
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"), Operator("new", "1.0.0"));

        await Workspace.LockAsync(Token, LockMode.Update, "foo");

        Assert.Equal(["foo.v0.2.0"], _world.Bundles("foo"));
        Assert.Equal(["bar.v1.0.0"], _world.Bundles("bar"));
        Assert.Equal(["bar", "foo"], _world.Locked["packages"]!.AsObject().Select(package => package.Key));
        await Workspace.LockAsync(Token, LockMode.Refresh);
        Assert.Equal(["bar", "foo", "new"], _world.Locked["packages"]!.AsObject().Select(package => package.Key));
    }

    [Fact]
    public async Task Stale_lock_names_the_field_of_the_operator()
    {
        await _world.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0"));
        _world.Configure("  - name: foo\n    maxVersion: 0.1.0\n  - name: bar\n");
        await Workspace.LockAsync(Token);
        _world.Configure("  - name: foo\n    maxVersion: 0.2.0\n  - name: bar\n");

        var failure = await _world.LockFailsAsync(LockMode.Locked);

        Assert.Equal("MIR2006", failure.Diagnostics[0].Code.Id);
        Assert.Contains("packages[foo].maxVersion 0.1.0 -> 0.2.0", failure.Message, StringComparison.Ordinal);
        Assert.Equal("mirror/imageset.yaml(8,19)", failure.Diagnostics[0].Span!.ToString());
    }
}
