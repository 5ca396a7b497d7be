using Mirror.Model.Configuration;
using static Mirror.Engine.Tests.Resolving.Operators.Selection;

namespace Mirror.Engine.Tests.Resolving.Operators;

/// <summary>The tables of SPEC 5.4 and 5.5 (<see cref="SpecificationTables"/>), and what the filter decides beyond them.</summary>
public sealed class CatalogFilterTests
{
    public static TheoryData<SpecificationRow> OnLatest => [.. SpecificationTables.Scenarios, .. SpecificationTables.Golden, .. SpecificationTables.Steps];

    public static TheoryData<SpecificationRow> OnUnit => [.. SpecificationTables.Unit];

    [Theory]
    [MemberData(nameof(OnLatest))]
    public void A_selection_keeps_what_the_specification_says(SpecificationRow row)
    {
        using var catalog = TestCatalog.Read(TestCatalog.Latest);

        var outcome = row.Outcome(catalog);

        Assert.True(row.Expected == outcome, $"{row}: expected\n{row.Expected}\nbut was\n{outcome}");
    }

    [Theory]
    [MemberData(nameof(OnUnit))]
    public async Task A_selection_keeps_what_the_tests_of_oc_mirror_say(SpecificationRow row)
    {
        using var catalog = await TestCatalog.ReadUnitAsync();

        var outcome = row.Outcome(catalog);

        Assert.True(row.Expected == outcome, $"{row}: expected\n{row.Expected}\nbut was\n{outcome}");
    }

    [Theory]
    [InlineData("")]
    [InlineData(", packages: [{name: 3scale-operator}, {name: devworkspace-operator}, {name: jaeger-product}]")]
    public async Task Full_has_all_38_bundles(string packages)
    {
        using var catalog = await TestCatalog.ReadUnitAsync();

        var names = new SpecificationRow("unit: full", $"full: true{packages}", "").Outcome(catalog)
            .Split('\n').SelectMany(line => line.Split(": ") is [var channel, var kept] ? kept.Split(' ').Select(name => $"{channel.Split('/')[0]} {name}") : []);

        Assert.Equal(38, names.Distinct().Count());
    }

    public static TheoryData<string, OperatorCatalog, string> Rebuilds() => new()
    {
        { "pinned, written as the first build", Of(Package("devworkspace-operator", "0.18.1", "0.18.1")), "devworkspace-operator/fast: 0.18.1" },
        { "pinned to a rebuild", Of(Package("devworkspace-operator", "0.19.1+0.1679521112.p", "0.19.1+0.1679521112.p")), "devworkspace-operator/fast: 0.19.1-0.1679521112.p" },
        { "pinned, build unknown", Of(Package("devworkspace-operator", "0.19.1+0.1.p", "0.19.1+0.1.p")), "devworkspace-operator/fast: 0.19.1-0.1682321189.p" },
    };

    /// <summary>oc-mirror leaves to the order of a map which of them it takes.</summary>
    [Theory]
    [MemberData(nameof(Rebuilds))]
    public async Task Which_rebuild_of_a_version_is_pinned_does_not_depend_on_chance(string scenario, OperatorCatalog selection, string expected)
    {
        using var catalog = await TestCatalog.ReadUnitAsync();

        var outcome = TestCatalog.Outcome(catalog, selection);

        Assert.True(expected == outcome, $"{scenario}: expected\n{expected}\nbut was\n{outcome}");
    }

    /// <summary>The reader of configurations refuses these before; the filter does not rely on it.</summary>
    public static TheoryData<OperatorCatalog, string> Unreadable() => new()
    {
        { Full(Package("foo", min: "0.2.0")), "MIR2411" },
        { Full(Package("foo", channels: Channel("beta", max: "0.2.0"))), "MIR2411" },
        { Of(Package("foo", channels: Channel("beta", "0.3.1", "0.2.0"))), "MIR2415" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void The_filter_refuses_what_contradicts_itself(OperatorCatalog selection, string code)
    {
        using var catalog = TestCatalog.Read(TestCatalog.Latest);

        Assert.Equal(code, TestCatalog.Outcome(catalog, selection));
    }

    [Fact]
    public void A_package_without_default_channel_may_name_any_of_its_channels()
    {
        using var catalog = TestCatalog.Read(TestCatalog.Latest.Replace("defaultChannel: stable\n", "", StringComparison.Ordinal));

        Assert.Equal("bar/alpha: 1.0.0", TestCatalog.Outcome(catalog, Of(Package("bar", defaultChannel: "alpha", channels: Channel("alpha")))));
    }

    [Fact]
    public void The_head_keeps_what_it_replaces_and_skips()
    {
        using var catalog = TestCatalog.Read(TestCatalog.Latest);

        var head = Assert.Single(TestCatalog.Filter(catalog, Of(Package("foo"))).Catalog.Packages[0].Channels[0].Entries);

        Assert.Equal("foo.v0.2.0", head.Replaces);
        Assert.Equal(["foo.v0.3.0"], head.Skips);
    }
}
