using Mirror.Engine.Options;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using static Mirror.EndToEnd.Tests.Operators.OperatorUpstream;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>What stays in the lock when catalogs and configurations move.</summary>
public sealed class OperatorUpdateTests : OperatorWorldTests
{
    [Fact]
    public async Task Update_of_one_operator_keeps_the_bundles_of_all_others()
    {
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        World.Configure("  - name: foo\n  - name: bar\n");
        await Workspace.LockAsync(Token);
        await World.Upstream.PushSharedAsync("a proxy that moved");
        var bar = World.Locked["packages"]!["bar"]!.ToJsonString();
        var catalog = await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"));

        await Workspace.LockAsync(Token, LockMode.Update, "foo");

        Assert.Equal(["foo.v0.2.0"], World.Bundles("foo"));
        Assert.Equal(bar, World.Locked["packages"]!["bar"]!.ToJsonString());
        Assert.Equal($"{CatalogName}@{catalog.Digest}", (string?)World.Locked["resolved"]!["image"]);
    }

    [Fact]
    public async Task Tag_that_two_catalogs_name_stays_one_image_when_one_of_them_moves()
    {
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        await World.Upstream.PushCatalogAsync("v2", Operator("bar", "1.0.0"));
        Workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n- catalog: {CatalogName}:v2\n");
        await Workspace.LockAsync(Token);
        await World.Upstream.PushSharedAsync("a proxy that moved");
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"));

        await Workspace.LockAsync(Token, LockMode.Update, "foo");

        Assert.Equal(["foo.v0.2.0"], World.Bundles("foo"));
        Assert.Contains(ImageBuilder.Simple("proxy").Digest.ToString(), Workspace.LockText, StringComparison.Ordinal);
        Assert.DoesNotContain(ImageBuilder.Simple("a proxy that moved").Digest.ToString(), Workspace.LockText, StringComparison.Ordinal);
        await Workspace.LockAsync(Token, LockMode.Refresh);
        Assert.DoesNotContain(ImageBuilder.Simple("proxy").Digest.ToString(), Workspace.LockText, StringComparison.Ordinal);
    }

    /// <summary>A run that misses an image proposes <c>--update</c> with the image's name.</summary>
    [Theory]
    [InlineData("operator")]
    [InlineData("bundle")]
    public async Task Update_of_an_image_moves_the_operator_that_needs_it(string repository)
    {
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        World.Configure("  - name: foo\n  - name: bar\n");
        await Workspace.LockAsync(Token);
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"));

        await Workspace.LockAsync(Token, LockMode.Update, $"quay.io/foo/{repository}");

        Assert.Equal(["foo.v0.2.0"], World.Bundles("foo"));
        Assert.Equal(["bar.v1.0.0"], World.Bundles("bar"));
    }

    [Fact]
    public async Task Update_of_a_catalog_moves_all_its_operators()
    {
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        World.Configure("  - name: foo\n  - name: bar\n");
        await Workspace.LockAsync(Token);
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"));

        await Workspace.LockAsync(Token, LockMode.Update, CatalogName);

        Assert.Equal(["foo.v0.2.0"], World.Bundles("foo"));
        Assert.Equal(["bar.v1.1.0"], World.Bundles("bar"));
    }

    [Fact]
    public async Task Operator_that_the_newer_catalog_lost_does_not_move_silently()
    {
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        World.Configure("  - name: foo\n  - name: bar\n");
        await Workspace.LockAsync(Token);
        var before = Workspace.LockText;
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.1.0"));

        var failure = await World.LockFailsAsync(LockMode.Update, "foo");

        Assert.Equal("MIR2433", failure.Diagnostics[0].Code.Id);
        Assert.Contains("'bar.v1.0.0' in the channel 'stable'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--update bar", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Workspace.LockText);
        await Workspace.LockAsync(Token, LockMode.Update, "foo", "bar");
        Assert.Equal(["bar.v1.1.0"], World.Bundles("bar"));
    }

    [Fact]
    public async Task Bundle_that_needs_other_images_under_its_old_name_is_not_kept_silently()
    {
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        World.Configure("  - name: foo\n  - name: bar\n");
        await Workspace.LockAsync(Token);
        var (path, text) = Operator("bar", "1.0.0");
        var changed = text.Replace(NameOf("bar", "operator", "1.0.0"), NameOf("bar", "operator", "1.1.0"), StringComparison.Ordinal);
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), (path, changed));

        var failure = await World.LockFailsAsync(LockMode.Update, "foo");

        Assert.Equal("MIR2433", failure.Diagnostics[0].Code.Id);
        Assert.Contains(NameOf("bar", "operator", "1.1.0"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edited_operator_is_looked_up_in_the_catalog_of_now_and_others_stay()
    {
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        World.Configure("  - name: foo\n  - name: bar\n");
        await Workspace.LockAsync(Token);
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"));
        World.Configure("  - name: foo\n    minVersion: 0.1.0\n  - name: bar\n");

        await Workspace.LockAsync(Token);

        Assert.Equal(["foo.v0.1.0", "foo.v0.2.0"], World.Bundles("foo"));
        Assert.Equal(["bar.v1.0.0"], World.Bundles("bar"));
        await Workspace.LockAsync(Token, LockMode.Locked);
    }

    [Fact]
    public async Task Other_target_of_a_catalog_keeps_its_digest()
    {
        var old = await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        World.Configure("  - name: foo\n");
        await Workspace.LockAsync(Token);
        var derived = (string?)World.Locked["derived"]!["catalog"];
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"));
        World.Configure("  - name: foo\n", "  targetTag: prod\n");

        await Workspace.LockAsync(Token);

        Assert.Equal($"{CatalogName}@{old.Digest}", (string?)World.Locked["resolved"]!["image"]);
        Assert.Equal(derived, (string?)World.Locked["derived"]!["catalog"]);
        Assert.Equal("catalogs/index:prod", (string?)World.Locked["derived"]!["target"]);
    }

    [Fact]
    public async Task Whole_catalog_moves_one_operator_and_takes_no_new_ones()
    {
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        Workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n");
        await Workspace.LockAsync(Token);
        await World.Upstream.PushOperatorAsync("new", "1.0.0");
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"), Operator("new", "1.0.0"));

        await Workspace.LockAsync(Token, LockMode.Update, "foo");

        Assert.Equal(["foo.v0.2.0"], World.Bundles("foo"));
        Assert.Equal(["bar.v1.0.0"], World.Bundles("bar"));
        Assert.Equal(["bar", "foo"], World.Locked["packages"]!.AsObject().Select(package => package.Key));
        await Workspace.LockAsync(Token, LockMode.Refresh);
        Assert.Equal(["bar", "foo", "new"], World.Locked["packages"]!.AsObject().Select(package => package.Key));
    }

    [Fact]
    public async Task Stale_lock_names_the_field_of_the_operator()
    {
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0"));
        World.Configure("  - name: foo\n    maxVersion: 0.1.0\n  - name: bar\n");
        await Workspace.LockAsync(Token);
        World.Configure("  - name: foo\n    maxVersion: 0.2.0\n  - name: bar\n");

        var failure = await World.LockFailsAsync(LockMode.Locked);

        Assert.Equal("MIR2006", failure.Diagnostics[0].Code.Id);
        Assert.Contains("packages[foo].maxVersion 0.1.0 -> 0.2.0", failure.Message, StringComparison.Ordinal);
        Assert.Equal("mirror/imageset.yaml(8,19)", failure.Diagnostics[0].Span!.ToString());
    }
}
