using Mirror.Model.Configuration;
using static Mirror.Engine.Tests.Resolving.Operators.Selection;

namespace Mirror.Engine.Tests.Resolving.Operators;

/// <summary>The tables of SPEC 5.5.</summary>
public sealed class CatalogFilterTests
{
    private const string Everything = """
        bar/alpha: 0.1.0 0.2.0 1.0.0
        bar/stable: 1.0.0
        baz/stable: 1.0.0 1.0.1 1.1.0
        foo/beta: 0.1.0 0.2.0 0.3.0 0.3.1
        """;

    public static TheoryData<string, OperatorCatalog, string> Scenarios() => new()
    {
        { "1 catalog only", All(), "bar/alpha: 1.0.0\nbar/stable: 1.0.0\nbaz/stable: 1.1.0\nfoo/beta: 0.3.1" },
        { "2 catalog, full", All(full: true), Everything },
        { "3 package", Of(Package("bar")), "bar/alpha: 1.0.0\nbar/stable: 1.0.0" },
        { "4 package, full", Full(Package("bar")), "bar/alpha: 0.1.0 0.2.0 1.0.0\nbar/stable: 1.0.0" },
        { "5 package, min", Of(Package("bar", min: "0.2.0")), "bar/alpha: 0.2.0 1.0.0\nbar/stable: 1.0.0" },
        { "6 package, max", Of(Package("foo", max: "0.2.0")), "foo/beta: 0.1.0 0.2.0" },
        { "6 package, max, default channel empty", Of(Package("bar", max: "0.2.0")), "MIR2415" },
        { "6 package, max, another default channel", Of(Package("bar", max: "0.2.0", defaultChannel: "alpha")), "bar/alpha: 0.1.0 0.2.0" },
        { "7 package, min and max", Of(Package("foo", min: "0.1.0", max: "0.2.0")), "foo/beta: 0.1.0 0.2.0" },
        { "7 package, equal bounds", Of(Package("foo", min: "0.2.0", max: "0.2.0")), "foo/beta: 0.2.0" },
        { "8 package, channel", Of(Package("bar", channels: Channel("stable"))), "bar/stable: 1.0.0" },
        { "8 package, channel, default channel", Of(Package("bar", defaultChannel: "alpha", channels: Channel("alpha"))), "bar/alpha: 1.0.0" },
        { "9 package, channel, full", Full(Package("bar", defaultChannel: "alpha", channels: Channel("alpha"))), "bar/alpha: 0.1.0 0.2.0 1.0.0" },
        { "10 package, two channels", Of(Package("bar", channels: [Channel("stable"), Channel("alpha")])), "bar/alpha: 1.0.0\nbar/stable: 1.0.0" },
        { "11 channel, min", Of(Package("foo", channels: Channel("beta", min: "0.3.0"))), "foo/beta: 0.3.0 0.3.1" },
        { "12 channel, max", Of(Package("foo", channels: Channel("beta", max: "0.2.0"))), "foo/beta: 0.1.0 0.2.0" },
        { "13 channel, min and max", Of(Package("foo", channels: Channel("beta", "0.2.0", "0.3.1"))), "foo/beta: 0.2.0 0.3.0 0.3.1" },
        { "14 channel names, package range", Of(Package("bar", min: "0.2.0", channels: [Channel("alpha"), Channel("stable")])), "bar/alpha: 0.2.0 1.0.0\nbar/stable: 1.0.0" },
        { "16 full, range", Full(Package("foo", min: "0.2.0")), "MIR2411" },
        { "16 full, channel range", Full(Package("foo", channels: Channel("beta", max: "0.2.0"))), "MIR2411" },

        { "pinned head", Of(Package("foo", channels: Channel("beta", "0.3.1", "0.3.1"))), "foo/beta: 0.3.1" },
        { "min above max", Of(Package("foo", channels: Channel("beta", "0.3.1", "0.2.0"))), "MIR2415" },
        { "pinned middle", Of(Package("foo", channels: Channel("beta", "0.2.0", "0.2.0"))), "foo/beta: 0.2.0" },
        { "partial max", Of(Package("foo", max: "0.2")), "foo/beta: 0.1.0 0.2.0" },
        { "major max", Of(Package("foo", max: "0")), "foo/beta: 0.1.0 0.2.0 0.3.0 0.3.1" },
        { "partial min", Of(Package("foo", min: "0.3")), "foo/beta: 0.3.0 0.3.1" },
        { "bounds with v", Of(Package("foo", max: "v0.2.0")), "foo/beta: 0.1.0 0.2.0" },
        { "max keeps what skips it", Of(Package("foo", max: "0.3.0")), "foo/beta: 0.1.0 0.2.0 0.3.0 0.3.1" },
        { "min", Of(Package("foo", min: "0.3.0")), "foo/beta: 0.3.0 0.3.1" },
        { "default channel filtered out", Of(Package("bar", channels: Channel("alpha"))), "MIR2413" },
        { "pinned, default channel has it not", Of(Package("bar", "0.2.0", "0.2.0")), "MIR2415" },
        { "pinned, another default channel", Of(Package("bar", "0.2.0", "0.2.0", "alpha")), "bar/alpha: 0.2.0" },
        { "range on one channel, head of the other", Of(Package("bar", channels: [Channel("alpha", max: "0.2.0"), Channel("stable")])), "bar/alpha: 0.1.0 0.2.0\nbar/stable: 1.0.0" },
        { "what is skipped in range", Of(Package("baz", "1.0.0", "1.0.1")), "baz/stable: 1.0.0 1.0.1" },
        { "pinned version that does not exist", Of(Package("foo", "77.77.77", "77.77.77")), "MIR2412" },
        { "default channel that does not exist", Of(Package("bar", defaultChannel: "gamma")), "MIR2414" },
        { "default channel left empty by the range", Of(Package("bar", max: "0.2.0", defaultChannel: "stable")), "MIR2415" },
        { "unknown package", Of(Package("fooo"), Package("baz")), "baz/stable: 1.1.0" },
        { "nothing but unknown packages", Of(Package("fooo")), "MIR2404" },
        { "unknown channel", Of(Package("baz", channels: [Channel("stable"), Channel("unstable")])), "baz/stable: 1.1.0" },
    };

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_selection_keeps_what_the_specification_says(string scenario, OperatorCatalog selection, string expected)
    {
        using var catalog = TestCatalog.Read(TestCatalog.Latest);

        var outcome = TestCatalog.Outcome(catalog, selection);

        Assert.True(expected.ReplaceLineEndings("\n") == outcome, $"{scenario}: expected\n{expected}\nbut was\n{outcome}");
    }

    private static string Rebuilds { get; } =
        TestCatalog.Package("devworkspace", "fast")
        + TestCatalog.Channel("devworkspace", "fast", Chain(
            "0.9.0", "0.10.0", "0.11.0", "0.12.0", "0.13.0", "0.14.1", "0.15.2", "0.15.3", "0.16.0", "0.16.0-0.1666668361.p", "0.17.0",
            "0.18.1", "0.18.1-0.1675929565.p", "0.19.1", "0.19.1-0.1679521112.p", "0.19.1-0.1682321189.p"))
        + TestCatalog.Bundles("devworkspace", Versions(
            "0.9.0", "0.10.0", "0.11.0", "0.12.0", "0.13.0", "0.14.1", "0.15.2", "0.15.3", "0.16.0", "0.16.0-0.1666668361.p", "0.17.0",
            "0.18.1", "0.18.1-0.1675929565.p", "0.19.1", "0.19.1-0.1679521112.p", "0.19.1-0.1682321189.p"))
        + TestCatalog.Package("3scale", "threescale-mas")
        + TestCatalog.Channel("3scale", "threescale-mas", Chain("0.10.0-mas", "0.11.0-mas"))
        + TestCatalog.Channel("3scale", "threescale-2.12", Chain("0.9.0", "0.9.1", "0.9.1-0.1664967752.p"))
        + TestCatalog.Channel("3scale", "threescale-2.11", Chain(
            "0.8.0", "0.8.0-0.1634606167.p", "0.8.1", "0.8.2", "0.8.3", "0.8.3-0.1645735250.p", "0.8.3-0.1646619125.p", "0.8.3-0.1646742992.p",
            "0.8.3-0.1649688682.p", "0.8.4", "0.8.4-0.1655690146.p"))
        + TestCatalog.Bundles("3scale", Versions(
            "0.10.0-mas", "0.11.0-mas", "0.9.0", "0.9.1", "0.9.1-0.1664967752.p", "0.8.0", "0.8.0-0.1634606167.p", "0.8.1", "0.8.2", "0.8.3",
            "0.8.3-0.1645735250.p", "0.8.3-0.1646619125.p", "0.8.3-0.1646742992.p", "0.8.3-0.1649688682.p", "0.8.4", "0.8.4-0.1655690146.p"));

    public static TheoryData<string, OperatorCatalog, string> RebuildScenarios() => new()
    {
        { "heads", All(), "3scale/threescale-2.11: 0.8.4-0.1655690146.p\n3scale/threescale-2.12: 0.9.1-0.1664967752.p\n3scale/threescale-mas: 0.11.0-mas\ndevworkspace/fast: 0.19.1-0.1682321189.p" },
        { "min", Of(Package("devworkspace", min: "0.18.1")), "devworkspace/fast: 0.18.1 0.18.1-0.1675929565.p 0.19.1 0.19.1-0.1679521112.p 0.19.1-0.1682321189.p" },
        { "max", Of(Package("devworkspace", max: "0.18.1")), "devworkspace/fast: 0.10.0 0.11.0 0.12.0 0.13.0 0.14.1 0.15.2 0.15.3 0.16.0 0.16.0-0.1666668361.p 0.17.0 0.18.1 0.18.1-0.1675929565.p 0.9.0" },
        { "min and max", Of(Package("devworkspace", "0.16.0", "0.17.0")), "devworkspace/fast: 0.16.0 0.16.0-0.1666668361.p 0.17.0" },
        { "other default, channel min", Of(Package("3scale", defaultChannel: "threescale-2.11", channels: Channel("threescale-2.11", "0.8.3"))), "3scale/threescale-2.11: 0.8.3 0.8.3-0.1645735250.p 0.8.3-0.1646619125.p 0.8.3-0.1646742992.p 0.8.3-0.1649688682.p 0.8.4 0.8.4-0.1655690146.p" },
        { "other default, channel max", Of(Package("3scale", defaultChannel: "threescale-2.11", channels: Channel("threescale-2.11", null, "0.8.2"))), "3scale/threescale-2.11: 0.8.0 0.8.0-0.1634606167.p 0.8.1 0.8.2" },
        { "other default, channel range", Of(Package("3scale", defaultChannel: "threescale-2.11", channels: Channel("threescale-2.11", "0.8.1", "0.8.3"))), "3scale/threescale-2.11: 0.8.1 0.8.2 0.8.3 0.8.3-0.1645735250.p 0.8.3-0.1646619125.p 0.8.3-0.1646742992.p 0.8.3-0.1649688682.p" },
        { "two channels", Of(Package("3scale", channels: [Channel("threescale-2.11"), Channel("threescale-mas")])), "3scale/threescale-2.11: 0.8.4-0.1655690146.p\n3scale/threescale-mas: 0.11.0-mas" },
        { "pinned, written as the first build", Of(Package("devworkspace", "0.18.1", "0.18.1")), "devworkspace/fast: 0.18.1" },
        { "pinned to a rebuild", Of(Package("devworkspace", "0.19.1+0.1679521112.p", "0.19.1+0.1679521112.p")), "devworkspace/fast: 0.19.1-0.1679521112.p" },
        { "pinned, build unknown", Of(Package("devworkspace", "0.19.1+0.1.p", "0.19.1+0.1.p")), "devworkspace/fast: 0.19.1-0.1682321189.p" },
        { "pinned, not in the catalog", Of(Package("3scale", "77.77.77", "77.77.77")), "MIR2412" },
    };

    [Theory]
    [MemberData(nameof(RebuildScenarios))]
    public void Rebuilds_of_a_version_are_in_range_with_it(string scenario, OperatorCatalog selection, string expected)
    {
        using var catalog = TestCatalog.Read(Rebuilds);

        var outcome = TestCatalog.Outcome(catalog, selection);

        Assert.True(expected == outcome, $"{scenario}: expected\n{expected}\nbut was\n{outcome}");
    }

    [Fact]
    public void Full_of_one_package_keeps_all_of_it()
    {
        using var catalog = TestCatalog.Read(Rebuilds);

        var (filtered, diagnostics) = TestCatalog.Filter(catalog, Full(Package("3scale"), Package("devworkspace")));

        Assert.Empty(diagnostics);
        Assert.Equal(32, filtered.Bundles.Count());
    }

    [Theory]
    [InlineData("1.30.0", null, "jaeger-product/stable: jaeger-operator.v1.30.2")]
    [InlineData("1.40.0", null, "MIR2415")]
    [InlineData("1.47.1-5", null, "jaeger-product/stable: jaeger-operator.v1.47.1-5 jaeger-operator.v1.51.0-1")]
    [InlineData(null, null, "jaeger-product/stable: jaeger-operator.v1.51.0-1")]
    public async Task Prereleases_are_in_range_only_if_a_bound_is_one(string? min, string? max, string expected)
    {
        using var catalog = await TestCatalog.ReadDataAsync("oc-mirror-family/catalog-filter/declarative_configs");

        var outcome = TestCatalog.Outcome(catalog, Of(Package("jaeger-product", min, max)));

        Assert.Equal(expected, outcome);
    }

    private static string[] Chain(params string[] versions) =>
        [.. versions.Select((version, i) => i == 0 ? version : $"{version} replaces {versions[i - 1]}")];

    /// <summary>The names of rebuilds have a hyphen where their versions have a plus sign.</summary>
    private static string[] Versions(params string[] names) => [.. names.Select(name => $"{name}={(name.EndsWith(".p", StringComparison.Ordinal) ? name.Replace('-', '+') : name)}")];
}
