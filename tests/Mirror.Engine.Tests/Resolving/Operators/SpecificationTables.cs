namespace Mirror.Engine.Tests.Resolving.Operators;

/// <summary>
/// The rows of SPEC 5.5, and of 5.4 those that a selection can show, each through the real reader of configurations. The others of 5.4 are in
/// <see cref="CatalogProofTests"/> (step B, errors of graphs, names that stand twice), <see cref="FbcWriterTests"/> (blobs of no package, deprecations of
/// what is dropped, order) and <see cref="FilterProperties"/> (the graph algorithm on random channels).
/// </summary>
internal static class SpecificationTables
{
    private const string Everything = "bar/alpha: 0.1.0 0.2.0 1.0.0\nbar/stable: 1.0.0\nbaz/stable: 1.0.0 1.0.1 1.1.0\nfoo/beta: 0.1.0 0.2.0 0.3.0 0.3.1";
    private const string Heads = "bar/alpha: 1.0.0\nbar/stable: 1.0.0\nbaz/stable: 1.1.0\nfoo/beta: 0.3.1";

    private const string SeparateBuilds =
        "0.8.3 0.8.3-0.1645735250.p 0.8.3-0.1646619125.p 0.8.3-0.1646742992.p 0.8.3-0.1649688682.p";

    private const string AllOf211 = $"0.8.0 0.8.0-0.1634606167.p 0.8.1 0.8.2 {SeparateBuilds} 0.8.4 0.8.4-0.1655690146.p";

    private const string UnitHeads =
        "3scale-operator/threescale-2.11: 0.8.4-0.1655690146.p\n3scale-operator/threescale-2.12: 0.9.1-0.1664967752.p\n3scale-operator/threescale-mas: 0.11.0-mas\n"
        + "devworkspace-operator/fast: 0.19.1-0.1682321189.p\njaeger-product/stable: jaeger-operator.v1.51.0-1";

    /// <summary>The 16 scenarios, on <see cref="TestCatalog.Latest"/>.</summary>
    public static SpecificationRow[] Scenarios { get; } =
    [
        new("scenario 1: catalog only", "", Heads),
        new("scenario 2: catalog, full", "full: true", Everything),
        new("scenario 3: package", "packages: [{name: bar}]", "bar/alpha: 1.0.0\nbar/stable: 1.0.0"),
        new("scenario 4: package, full", "full: true, packages: [{name: bar}]", "bar/alpha: 0.1.0 0.2.0 1.0.0\nbar/stable: 1.0.0"),
        new("scenario 5: package + min", "packages: [{name: bar, minVersion: 0.2.0}]", "bar/alpha: 0.2.0 1.0.0\nbar/stable: 1.0.0"),
        new("scenario 6: package + max", "packages: [{name: foo, maxVersion: 0.2.0}]", "foo/beta: 0.1.0 0.2.0"),
        new("scenario 6: default channel empty", "packages: [{name: bar, maxVersion: 0.2.0}]", "MIR2415"),
        new("scenario 6: other channel empty", "packages: [{name: bar, maxVersion: 0.2.0, defaultChannel: alpha}]", "bar/alpha: 0.1.0 0.2.0",
            "An error: it looks at the default channel that the catalog names, even when the configuration names another."),
        new("scenario 6: configured default channel empty", "packages: [{name: bar, maxVersion: 0.2.0, defaultChannel: stable}]", "MIR2415"),
        new("scenario 7: package + min + max", "packages: [{name: foo, minVersion: 0.1.0, maxVersion: 0.2.0}]", "foo/beta: 0.1.0 0.2.0"),
        new("scenario 7: equal bounds", "packages: [{name: foo, minVersion: 0.2.0, maxVersion: 0.2.0}]", "foo/beta: 0.2.0"),
        new("scenario 8: channel", "packages: [{name: bar, channels: [{name: stable}]}]", "bar/stable: 1.0.0"),
        new("scenario 8: channel + defaultChannel", "packages: [{name: bar, defaultChannel: alpha, channels: [{name: alpha}]}]", "bar/alpha: 1.0.0"),
        new("scenario 9: channel, full", "full: true, packages: [{name: bar, defaultChannel: alpha, channels: [{name: alpha}]}]", "bar/alpha: 0.1.0 0.2.0 1.0.0"),
        new("scenario 10: two channels", "packages: [{name: bar, channels: [{name: stable}, {name: alpha}]}]", "bar/alpha: 1.0.0\nbar/stable: 1.0.0"),
        new("scenario 11: channel + min", "packages: [{name: foo, channels: [{name: beta, minVersion: 0.3.0}]}]", "foo/beta: 0.3.0 0.3.1"),
        new("scenario 12: channel + max", "packages: [{name: foo, channels: [{name: beta, maxVersion: 0.2.0}]}]", "foo/beta: 0.1.0 0.2.0"),
        new("scenario 13: channel + min + max", "packages: [{name: foo, channels: [{name: beta, minVersion: 0.2.0, maxVersion: 0.3.1}]}]", "foo/beta: 0.2.0 0.3.0 0.3.1"),
        new("scenario 14: channels + range of the package", "packages: [{name: bar, minVersion: 0.2.0, channels: [{name: alpha}, {name: stable}]}]", "bar/alpha: 0.2.0 1.0.0\nbar/stable: 1.0.0"),
        new("scenario 15: range of channel and package", "packages: [{name: foo, minVersion: 0.1.0, channels: [{name: beta, minVersion: 0.2.0}]}]", "MIR1016"),
        new("scenario 16: full + range of the package", "full: true, packages: [{name: foo, minVersion: 0.2.0}]", "MIR1016",
            "An error too, but of the filter, after the catalog was pulled (exit 4); here at the line of the configuration (exit 2)."),
        new("scenario 16: full + range of the channel", "full: true, packages: [{name: foo, channels: [{name: beta, maxVersion: 0.2.0}]}]", "MIR1016",
            "As above."),
    ];

    /// <summary>The golden results, on <see cref="TestCatalog.Latest"/>.</summary>
    public static SpecificationRow[] Golden { get; } =
    [
        new("golden: foo, channel beta 0.2.0-0.3.1", "packages: [{name: foo, channels: [{name: beta, minVersion: 0.2.0, maxVersion: 0.3.1}]}]", "foo/beta: 0.2.0 0.3.0 0.3.1"),
        new("golden: foo, beta pinned 0.3.1", "packages: [{name: foo, channels: [{name: beta, minVersion: 0.3.1, maxVersion: 0.3.1}]}]", "foo/beta: 0.3.1"),
        new("golden: foo, beta min 0.3.1 max 0.2.0", "packages: [{name: foo, channels: [{name: beta, minVersion: 0.3.1, maxVersion: 0.2.0}]}]", "MIR1014",
            "An error too, but as an empty default channel after the catalog was pulled; here the bounds are refused at their line."),
        new("golden: foo, beta pinned 0.2.0", "packages: [{name: foo, channels: [{name: beta, minVersion: 0.2.0, maxVersion: 0.2.0}]}]", "foo/beta: 0.2.0"),
        new("golden: whole catalog, heads", "full: false", Heads),
        new("golden: full", "full: true", Everything),
        new("golden: foo max 0.2.0", "packages: [{name: foo, maxVersion: 0.2.0}]", "foo/beta: 0.1.0 0.2.0"),
        new("golden: foo max 0.2", "packages: [{name: foo, maxVersion: '0.2'}]", "foo/beta: 0.1.0 0.2.0"),
        new("golden: foo max 0.3.0", "packages: [{name: foo, maxVersion: 0.3.0}]", "foo/beta: 0.1.0 0.2.0 0.3.0 0.3.1"),
        new("golden: foo min 0.3.0", "packages: [{name: foo, minVersion: 0.3.0}]", "foo/beta: 0.3.0 0.3.1"),
        new("golden: bar, channels [alpha]", "packages: [{name: bar, channels: [{name: alpha}]}]", "MIR2413"),
        new("golden: bar min 0.2.0", "packages: [{name: bar, minVersion: 0.2.0}]", "bar/alpha: 0.2.0 1.0.0\nbar/stable: 1.0.0"),
        new("golden: bar max 0.2.0", "packages: [{name: bar, maxVersion: 0.2.0}]", "MIR2415"),
        new("golden: bar pinned 0.2.0", "packages: [{name: bar, minVersion: 0.2.0, maxVersion: 0.2.0}]", "MIR2415",
            "A defect: it keeps the default channel 'stable' without any entry, which OLM refuses."),
        new("golden: bar pinned 0.2.0, default alpha", "packages: [{name: bar, minVersion: 0.2.0, maxVersion: 0.2.0, defaultChannel: alpha}]", "bar/alpha: 0.2.0",
            "The same defect: 'stable' stays without any entry. Here it is dropped."),
        new("golden: bar, alpha max 0.2.0 + stable", "packages: [{name: bar, channels: [{name: alpha, maxVersion: 0.2.0}, {name: stable}]}]", "bar/alpha: 0.1.0 0.2.0\nbar/stable: 1.0.0"),
        new("golden: baz 1.0.0-1.0.1", "packages: [{name: baz, minVersion: 1.0.0, maxVersion: 1.0.1}]", "baz/stable: 1.0.0 1.0.1"),
        new("golden: foo min, full", "full: true, packages: [{name: foo, minVersion: 0.2.0}]", "MIR1016"),
    ];

    /// <summary>oc-mirror's own table of tests, on the catalog of <see cref="TestCatalog.ReadUnitAsync"/>.</summary>
    public static SpecificationRow[] Unit { get; } =
    [
        new("unit: none", "", UnitHeads),
        new("unit: packages without ranges", "packages: [{name: 3scale-operator}, {name: devworkspace-operator}, {name: jaeger-product}]", UnitHeads),
        new("unit: devworkspace min 0.18.1", "packages: [{name: devworkspace-operator, minVersion: 0.18.1}]",
            "devworkspace-operator/fast: 0.18.1 0.18.1-0.1675929565.p 0.19.1 0.19.1-0.1679521112.p 0.19.1-0.1682321189.p"),
        new("unit: devworkspace max 0.18.1", "packages: [{name: devworkspace-operator, maxVersion: 0.18.1}]",
            "devworkspace-operator/fast: 0.10.0 0.11.0 0.12.0 0.13.0 0.14.1 0.15.2 0.15.3 0.16.0 0.16.0-0.1666668361.p 0.17.0 0.18.1 0.18.1-0.1675929565.p 0.9.0"),
        new("unit: devworkspace 0.16.0-0.17.0", "packages: [{name: devworkspace-operator, minVersion: 0.16.0, maxVersion: 0.17.0}]",
            "devworkspace-operator/fast: 0.16.0 0.16.0-0.1666668361.p 0.17.0"),
        new("unit: 3scale default 2.11, channel min 0.8.3", Of211("minVersion: 0.8.3"), $"3scale-operator/threescale-2.11: {SeparateBuilds} 0.8.4 0.8.4-0.1655690146.p"),
        new("unit: 3scale default 2.11, channel max 0.8.2", Of211("maxVersion: 0.8.2"), "3scale-operator/threescale-2.11: 0.8.0 0.8.0-0.1634606167.p 0.8.1 0.8.2"),
        new("unit: 3scale default 2.11, channel 0.8.1-0.8.3", Of211("minVersion: 0.8.1, maxVersion: 0.8.3"), $"3scale-operator/threescale-2.11: 0.8.1 0.8.2 {SeparateBuilds}"),
        new("unit: 3scale default 2.11, full", $"full: true, {Of211("")}", $"3scale-operator/threescale-2.11: {AllOf211}"),
        new("unit: 3scale channels 2.11 + mas", "packages: [{name: 3scale-operator, channels: [{name: threescale-2.11}, {name: threescale-mas}]}]",
            "3scale-operator/threescale-2.11: 0.8.4-0.1655690146.p\n3scale-operator/threescale-mas: 0.11.0-mas"),
        new("unit: channel min 1.2.3 + package 0.8.0/0.8.1",
            "packages: [{name: 3scale-operator, minVersion: 0.8.0, maxVersion: 0.8.1, defaultChannel: threescale-2.11, channels: [{name: threescale-2.11, minVersion: 1.2.3}]}]", "MIR1016"),
        new("unit: full + package range", "full: true, packages: [{name: 3scale-operator, minVersion: 0.8.0}]", "MIR1016"),
        new("unit: unknown package", "packages: [{name: 4scale-operator}]", "MIR2404",
            "No error of the filter, and nothing kept: the run ends later with 'no related images found'. Here the name is warned about (MIR2901), and that nothing is left is the error."),
        new("unit: 3scale pinned 77.77.77", "packages: [{name: 3scale-operator, minVersion: 77.77.77, maxVersion: 77.77.77}]", "MIR2412"),
        new("unit: jaeger min 1.30.0", "packages: [{name: jaeger-product, minVersion: 1.30.0}]", "jaeger-product/stable: jaeger-operator.v1.30.2"),
        new("unit: jaeger min 1.40.0", "packages: [{name: jaeger-product, minVersion: 1.40.0}]", "MIR2415"),
        new("unit: jaeger min 1.47.1-5", "packages: [{name: jaeger-product, minVersion: 1.47.1-5}]", "jaeger-product/stable: jaeger-operator.v1.47.1-5 jaeger-operator.v1.51.0-1"),
    ];

    /// <summary>What SPEC 5.4 says beyond 5.5, on <see cref="TestCatalog.Latest"/>.</summary>
    public static SpecificationRow[] Steps { get; } =
    [
        new("translation: empty package name", "packages: [{name: ''}]", "MIR1006"),
        new("translation: empty channel name", "packages: [{name: foo, channels: [{name: ''}]}]", "MIR1006"),
        new("translation: not a version", "packages: [{name: foo, minVersion: new}]", "MIR1013"),
        new("step A: unknown package beside a known one", "packages: [{name: fooo}, {name: baz}]", "baz/stable: 1.1.0"),
        new("step A: unknown channel beside a known one", "packages: [{name: baz, channels: [{name: stable}, {name: unstable}]}]", "baz/stable: 1.1.0"),
        new("step A: an empty list of packages is none", "packages: []", Heads),
        new("step C: override that is not kept", "packages: [{name: bar, defaultChannel: gamma}]", "MIR2414"),
        new("step C: override that is not listed", "packages: [{name: bar, defaultChannel: stable, channels: [{name: alpha}]}]", "MIR1016"),
        new("step C: original default not kept", "packages: [{name: bar, channels: [{name: alpha, minVersion: 0.1.0}]}]", "MIR2413"),
        new("step D: pinned, build metadata ignored", "packages: [{name: foo, minVersion: 0.2.0+7, maxVersion: 0.2.0+7}]", "foo/beta: 0.2.0"),
        new("step D: pinned version that does not exist", "packages: [{name: foo, minVersion: 77.77.77, maxVersion: 77.77.77}]", "MIR2412"),
        new("step D: pinned version that both channels have", "packages: [{name: bar, minVersion: 1.0.0, maxVersion: 1.0.0}]", "bar/alpha: 1.0.0\nbar/stable: 1.0.0"),
        new("step D: pinned version that another one skips", "packages: [{name: foo, minVersion: 0.3.0, maxVersion: 0.3.0}]", "foo/beta: 0.3.0"),
        new("versions: partial upper bound", "packages: [{name: foo, maxVersion: '0'}]", "foo/beta: 0.1.0 0.2.0 0.3.0 0.3.1"),
        new("versions: partial lower bound", "packages: [{name: foo, minVersion: '0.3'}]", "foo/beta: 0.3.0 0.3.1"),
        new("versions: leading v", "packages: [{name: foo, maxVersion: v0.2.0}]", "foo/beta: 0.1.0 0.2.0"),
        new("versions: build metadata ignored", "packages: [{name: foo, maxVersion: 0.2.0+7}]", "foo/beta: 0.1.0 0.2.0"),
    ];

    private static string Of211(string range) => $"packages: [{{name: 3scale-operator, defaultChannel: threescale-2.11, channels: [{{name: threescale-2.11, {range}}}]}}]";
}
