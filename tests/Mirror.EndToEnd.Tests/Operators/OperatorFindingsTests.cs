using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Testing.Operators;
using static Mirror.EndToEnd.Tests.Operators.OperatorUpstream;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>What Resolve finds wrong with catalogs, and whom it names.</summary>
public sealed class OperatorFindingsTests : OperatorWorldTests
{
    [Fact]
    public async Task Image_that_its_source_lacks_is_locked_by_its_digest_with_a_warning()
    {
        await World.Upstream.PushCatalogAsync("v1", Operator("gone", "1.0.0"));
        World.Configure("  - name: gone\n");

        await Workspace.LockAsync(Token);

        Assert.Equal(["MIR2905", "MIR2905"], Workspace.Warnings.Select(warning => warning.Code.Id));
        Assert.Contains(Workspace.Warnings, warning => warning.Message.Contains($"'{NameOf("gone", "operator", "1.0.0")}' (operator 'gone', bundle 'gone.v1.0.0')", StringComparison.Ordinal));
        Assert.Equal(0, (int)World.Locked["packages"]!["gone"]!["bundles"]!["gone.v1.0.0"]!["bundle"]!["size"]!);
    }

    [Fact]
    public async Task Image_by_a_tag_that_its_source_lacks_cannot_be_locked()
    {
        await World.Upstream.PushCatalogAsync("v1", ("foo/catalog.yaml",
            FbcText.Package("foo", "stable") + FbcText.Channel("foo", "stable", "0.1.0")
            + FbcText.Bundle("foo", "0.1.0", "0.1.0", NameOf("foo", "bundle", "0.1.0"), ["quay.io/nowhere/image:v9"])));
        World.Configure("  - name: foo\n");

        var failure = await World.LockFailsAsync();

        var diagnostic = Assert.Single(failure.Diagnostics);
        Assert.Equal("MIR2432", diagnostic.Code.Id);
        Assert.Contains("'quay.io/nowhere/image:v9' (operator 'foo', bundle 'foo.v0.1.0')", diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Source, failure.ExitCode);
    }

    [Fact]
    public async Task Range_that_cuts_a_graph_badly_names_the_line_and_the_bound()
    {
        await World.Upstream.PushCatalogAsync("v1", ("foo/catalog.yaml",
            FbcText.Package("foo", "stable") + FbcText.Channel("foo", "stable", "0.1.0", "0.2.0", "0.3.0 replaces 0.1.0 skips 0.2.0")
            + string.Concat(((string[])["0.1.0", "0.2.0", "0.3.0"]).Select(version => FbcText.Bundle("foo", version, version, NameOf("foo", "bundle", version), [])))));
        World.Configure("  - name: foo\n    minVersion: 0.4.0\n");

        var failure = await World.LockFailsAsync();

        Assert.Equal("MIR2415", failure.Diagnostics[0].Code.Id);
        Assert.Equal("mirror/imageset.yaml(8,19)", failure.Diagnostics[0].Span!.ToString());
        Assert.Contains("'>=0.4.0'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Configuration, failure.ExitCode);
    }

    [Fact]
    public async Task Dependencies_are_told_and_with_strict_dependencies_an_error()
    {
        string[] needs = ["{type: olm.package.required, value: {packageName: bar, versionRange: '>=1.0.0'}}"];
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", needs, ["0.1.0"]), Operator("bar", "1.0.0"));
        World.Configure("  - name: foo\n");

        await Workspace.LockAsync(Token);
        using var strict = Workspace.NewEngine(Workspace.Options(null) with { LockMode = LockMode.Refresh, StrictDependencies = true });
        var failure = await Assert.ThrowsAsync<MirrorException>(() => strict.ResolveAsync(Token));

        var warning = Assert.Single(Workspace.Warnings);
        Assert.Equal("MIR2903", warning.Code.Id);
        Assert.Contains("Add the package 'bar' of the catalog", warning.Message, StringComparison.Ordinal);
        Assert.Equal("MIR2431", failure.Diagnostics[0].Code.Id);
        Assert.Equal("mirror/imageset.yaml(7,13)", failure.Diagnostics[0].Span!.ToString());
    }

    [Fact]
    public async Task Dependency_in_another_catalog_that_is_locked_is_met()
    {
        string[] needs = ["{type: olm.gvk.required, value: {group: g, version: v1, kind: Thing}}"];
        string[] gives = ["{type: olm.gvk, value: {group: g, version: v1, kind: Thing}}"];
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", needs, ["0.1.0"]));
        await World.Upstream.PushCatalogAsync("v2", Operator("bar", gives, ["1.0.0"]));
        var both = $"operators:\n- catalog: {CatalogName}:v1\n- catalog: {CatalogName}:v2\n";
        Workspace.ConfigureMirror(both);
        await Workspace.LockAsync(Token);

        await Workspace.LockAsync(Token, LockMode.Update, $"operators/{CatalogName}:v1");

        Assert.Empty(Workspace.Warnings);
        Workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n");
        await Workspace.LockAsync(Token, LockMode.Refresh);
        Assert.Equal("MIR2904", Assert.Single(Workspace.Warnings).Code.Id);
    }
}
