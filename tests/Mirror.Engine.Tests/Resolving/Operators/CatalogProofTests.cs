using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Engine.Resolving.Operators.Proving;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using static Mirror.Engine.Tests.Resolving.Operators.Selection;

namespace Mirror.Engine.Tests.Resolving.Operators;

public sealed class CatalogProofTests
{
    [Theory]
    [InlineData("MIR2420", "'p.v1.0.0', 'p.v2.0.0' are all heads", "1.0.0", "2.0.0")]
    [InlineData("MIR2421", "no head", "1.0.0 replaces 2.0.0", "2.0.0 replaces 1.0.0")]
    [InlineData("MIR2422", "p.v2.0.0 -> p.v1.0.0 -> p.v2.0.0", "1.0.0 replaces 2.0.0", "2.0.0 replaces 1.0.0", "3.0.0 replaces 2.0.0")]
    [InlineData("MIR2423", "'p.v1.0.0' replaces itself", "1.0.0 replaces 1.0.0", "2.0.0 replaces 1.0.0")]
    [InlineData("MIR2423", "'p.v1.0.0' skips itself", "1.0.0 skips 1.0.0", "2.0.0 replaces 1.0.0")]
    [InlineData("MIR2423", "'p.v1.0.0' stands twice", "1.0.0", "1.0.0", "2.0.0 replaces 1.0.0")]
    [InlineData("MIR2423", "It has no entries")]
    public void A_channel_that_olm_refuses_is_reported_with_what_is_wrong(string code, string text, params string[] entries)
    {
        using var catalog = TestCatalog.Read(
            TestCatalog.Package("p", "stable") + TestCatalog.Channel("p", "stable", entries) + TestCatalog.Bundles("p", "1.0.0", "2.0.0", "3.0.0"));

        var (_, diagnostics) = TestCatalog.Filter(catalog, Of(Package("p", channels: Channel("stable"))));

        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal(code, diagnostic.Code.Id);
        Assert.Contains(text, diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("the channel 'stable' of the package 'p'", diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(SourceSpan.At("imageset.yaml", 10, 11), diagnostic.Span);
    }

    [Fact]
    public void An_entry_that_no_upgrade_leads_to_is_reported()
    {
        // 2.0.0 is skipped, and what it replaces is on no other way.
        var diagnostics = Check("3.0.0 skips 2.0.0", "2.0.0 replaces 1.0.0", "1.0.0");

        Assert.Equal("MIR2424", diagnostics.Code.Id);
        Assert.Contains("'p.v1.0.0'", diagnostics.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_behind_a_skipped_one_is_reported()
    {
        // OLM takes 2.0.0 out of the graph, and with it the way to 1.0.0.
        var diagnostic = Check("3.0.0 replaces 2.0.0 skips 2.0.0", "2.0.0 replaces 1.0.0", "1.0.0");

        Assert.Equal("MIR2424", diagnostic.Code.Id);
        Assert.Contains("'p.v1.0.0'", diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'p.v2.0.0'", diagnostic.Message, StringComparison.Ordinal);
    }

    /// <summary>Each catalog is one that OLM takes; the entry that a bound cuts off had skipped what now is skipped no longer.</summary>
    [Fact]
    public void A_range_that_strands_an_entry_names_the_bound_to_move()
    {
        using var catalog = TestCatalog.Read(
            TestCatalog.Package("p", "stable")
            + TestCatalog.Channel("p", "stable", "4.0.0 replaces 3.0.0 skips 1.0.0", "3.0.0 replaces 2.0.0 skips 2.0.0", "2.0.0 replaces 1.0.0", "1.0.0")
            + TestCatalog.Bundles("p", "1.0.0", "2.0.0", "3.0.0", "4.0.0"));

        var whole = TestCatalog.Filter(catalog, Full(Package("p"))).Diagnostics;
        var diagnostic = Assert.Single(TestCatalog.Filter(catalog, Of(Package("p", max: "3.0.0"))).Diagnostics);

        Assert.Empty(whole);
        Assert.Equal("MIR2424", diagnostic.Code.Id);
        Assert.Contains("Move 'maxVersion' from '3.0.0' towards '4.0.0'", diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(SourceSpan.At("imageset.yaml", 7, 23), diagnostic.Span);
    }

    [Fact]
    public void An_entry_that_skips_something_without_a_name_is_reported()
    {
        using var catalog = TestCatalog.Read(
            TestCatalog.Package("p", "stable") + "---\nschema: olm.channel\npackage: p\nname: stable\nentries:\n- {name: p.v1.0.0, skips: ['']}\n" + TestCatalog.Bundles("p", "1.0.0"));

        var (_, diagnostics) = TestCatalog.Filter(catalog, Full(Package("p")));

        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal("MIR2423", diagnostic.Code.Id);
        Assert.Contains("'p.v1.0.0' skips something that has no name", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image: quay.io/p/b:1\nproperties: [{type: olm.package, value: {packageName: q, version: 1.0.0}}]", "its property 'olm.package' names the package 'q'")]
    [InlineData("image: quay.io/p/b:1\nproperties: [{type: olm.package, value: {packageName: p, version: 1.0.0}}, {type: olm.package, value: {packageName: p, version: 1.0.0}}]", "it has 2 properties 'olm.package' and not one")]
    [InlineData("properties: [{type: olm.package, value: {packageName: p, version: 1.0.0}}]", "it has neither an image nor manifests")]
    [InlineData("properties: [{type: olm.package, value: {packageName: p, version: 1.0.0}}, {type: olm.bundle.object, value: {data: e30=}}]", null)]
    public void A_bundle_that_contradicts_itself_is_reported(string bundle, string? problem)
    {
        using var catalog = TestCatalog.Read(
            TestCatalog.Package("p", "stable") + TestCatalog.Channel("p", "stable", "1.0.0") + $"---\nschema: olm.bundle\npackage: p\nname: p.v1.0.0\n{bundle}\n");

        var (_, diagnostics) = TestCatalog.Filter(catalog, Of(Package("p")));

        Assert.Equal(problem is null ? [] : ["MIR2427"], diagnostics.Select(diagnostic => diagnostic.Code.Id));
        Assert.All(diagnostics, diagnostic => Assert.Contains($"The bundle 'p.v1.0.0' of the package 'p' in the catalog 'registry.example.com/index:v1' cannot be used: {problem}.", diagnostic.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_entry_without_bundle_is_reported()
    {
        var diagnostic = Check("3.0.0 replaces 9.0.0", "9.0.0");

        Assert.Equal("MIR2425", diagnostic.Code.Id);
        Assert.Contains("'p.v9.0.0'", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_that_does_not_declare_itself_is_reported()
    {
        using var catalog = TestCatalog.Read(TestCatalog.Channel("p", "stable", "1.0.0") + TestCatalog.Bundles("p", "1.0.0"));

        var (_, diagnostics) = TestCatalog.Filter(catalog, Of(Package("p")));

        Assert.Equal(["MIR2427", "MIR2426"], diagnostics.Select(diagnostic => diagnostic.Code.Id));
    }

    [Theory]
    [InlineData("1.0.0", "1.0.0", "the name 'p.v1.0.0'")]
    [InlineData("1.0.0", "2.0.0=1.0.0", "the version '1.0.0'")]
    public void Bundles_that_olm_cannot_tell_apart_are_reported(string first, string second, string text)
    {
        using var catalog = TestCatalog.Read(
            TestCatalog.Package("p", "stable") + TestCatalog.Channel("p", "stable", "2.0.0 replaces 1.0.0", "1.0.0")
            + TestCatalog.Bundles("p", first, second) + (second.StartsWith('1') ? TestCatalog.Bundles("p", "2.0.0") : ""));

        var (_, diagnostics) = TestCatalog.Filter(catalog, Full(Package("p")));

        Assert.Contains(diagnostics, diagnostic => diagnostic.Code.Id == "MIR2427" && diagnostic.Message.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_range_that_cuts_a_channel_at_a_bad_place_names_the_bound_to_move()
    {
        // 1.0.0 skips the 2.0.0 that replaces it: without 3.0.0 there is no head.
        using var catalog = TestCatalog.Read(
            TestCatalog.Package("p", "stable") + TestCatalog.Channel("p", "stable", "3.0.0 replaces 1.0.0", "2.0.0 replaces 1.0.0", "1.0.0 skips 2.0.0")
            + TestCatalog.Bundles("p", "1.0.0", "2.0.0", "3.0.0"));

        var (_, diagnostics) = TestCatalog.Filter(catalog, Of(Package("p", max: "2.0.0")));

        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal("MIR2421", diagnostic.Code.Id);
        Assert.Contains("Move 'maxVersion' from '2.0.0' towards '3.0.0'", diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(SourceSpan.At("imageset.yaml", 7, 23), diagnostic.Span);
    }

    [Fact]
    public void An_empty_default_channel_names_range_versions_and_line()
    {
        using var catalog = TestCatalog.Read(TestCatalog.Latest);

        var (_, diagnostics) = TestCatalog.Filter(catalog, Of(Package("bar", max: "0.2.0")));

        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal(
            "No bundle of the channel 'stable', the default channel of the package 'bar' of the catalog 'registry.example.com/index:v1', is in the range '<=0.2.0'. "
            + "The channel 'stable' has the version 1.0.0. Move the range, or set 'defaultChannel' to a channel that has bundles in it.",
            diagnostic.Message);
        Assert.Equal(SourceSpan.At("imageset.yaml", 7, 23), diagnostic.Span);
    }

    [Fact]
    public void An_unknown_package_is_a_warning_with_the_nearest_name()
    {
        using var catalog = TestCatalog.Read(TestCatalog.Latest, "fooo", "baz");

        var (_, diagnostics) = TestCatalog.Filter(catalog, Of(Package("fooo"), Package("baz")));

        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal(Severity.Warning, diagnostic.Code.Severity);
        Assert.Contains("Did you mean 'foo'?", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_without_version_is_reported()
    {
        using var catalog = TestCatalog.Read(
            TestCatalog.Package("p", "stable") + TestCatalog.Channel("p", "stable", "1.0.0") + TestCatalog.Bundles("p", "1.0.0=v1.0"));

        var (_, diagnostics) = TestCatalog.Filter(catalog, Of(Package("p")));

        Assert.Contains(diagnostics, diagnostic => diagnostic.Code.Id == "MIR2410" && diagnostic.Message.Contains("'v1.0'", StringComparison.Ordinal));
    }

    private static Diagnostic Check(params string[] entries)
    {
        using var catalog = TestCatalog.Read(
            TestCatalog.Package("p", "stable") + TestCatalog.Channel("p", "stable", entries) + TestCatalog.Bundles("p", "1.0.0", "2.0.0", "3.0.0"));
        var selection = Full(Package("p"));
        var diagnostics = new DiagnosticBag();
        CatalogProof.Check(CatalogFilter.Filter(catalog, selection, diagnostics), selection, diagnostics);
        return Assert.Single(diagnostics);
    }
}
