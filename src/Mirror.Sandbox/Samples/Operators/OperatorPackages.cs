namespace Mirror.Sandbox.Samples.Operators;

/// <summary>The operators of the sample catalog: chosen so that each feature of catalogs that mirror tools have to deal with is there once.</summary>
internal static class OperatorPackages
{
    /// <summary>By name.</summary>
    public static IReadOnlyList<OperatorPackage> All { get; } =
    [
        // Deprecated parts, and a version in several channels. In files of its own for package, channels and bundles, as YAML.
        new OperatorPackage("sample-gitops", "Sample GitOps", "latest")
        {
            Kind = "GitOpsService",
            IsMultiPlatform = true,
            Versions = [new("1.17.0"), new("1.17.1"), new("1.18.0")],
            Channels =
            [
                new("gitops-1.17", new("1.17.0"), new("1.17.1", "1.17.0")),
                new("gitops-1.18", new OperatorEntry("1.18.0") { SkipRange = ">=1.17.0 <1.18.0" }),
                new("latest", new("1.17.0"), new("1.17.1", "1.17.0"), new OperatorEntry("1.18.0", "1.17.1") { Skips = ["1.17.0"] }),
            ],
            Deprecations =
            [
                ("olm.bundle", "sample-gitops.v1.17.0", "1.17.0 loses samples; update to 1.17.1."),
                ("olm.channel", "gitops-1.17", "1.17 is not maintained any more; switch to gitops-1.18."),
            ],
        },

        // Needs another operator by name.
        new OperatorPackage("sample-logging", "Sample Logging", "stable-6.3")
        {
            Kind = "ClusterLogForwarder",
            IsMultiPlatform = true,
            Versions =
            [
                new("6.2.0"),
                new("6.2.1"),
                new("6.3.0") { RequiredPackage = ("sample-loki", ">=6.2.0") },
                new("6.3.1") { RequiredPackage = ("sample-loki", ">=6.3.0") },
                new("6.3.2") { RequiredPackage = ("sample-loki", ">=6.3.0") },
            ],
            Channels =
            [
                new("stable-6.2", new("6.2.0"), new("6.2.1", "6.2.0")),
                new(
                    "stable-6.3",
                    new OperatorEntry("6.3.0") { SkipRange = ">=6.1.0 <6.3.0" },
                    new("6.3.1", "6.3.0"),
                    new OperatorEntry("6.3.2", "6.3.1") { Skips = ["6.3.0"], SkipRange = ">=6.2.0 <6.3.2" }),
            ],
        },
        new OperatorPackage("sample-loki", "Sample Loki", "stable-6.3")
        {
            Kind = "LokiStack",
            Versions = [new("6.2.1"), new("6.3.0"), new("6.3.1")],
            Channels = [new("stable-6.2", new OperatorEntry("6.2.1")), new("stable-6.3", new("6.3.0"), new("6.3.1", "6.3.0"))],
        },

        // Needs an API that another operator provides.
        new OperatorPackage("sample-pipelines", "Sample Pipelines", "latest")
        {
            Kind = "Pipeline",
            Versions = [new("1.19.0"), new("1.20.0") { RequiredApiOf = "sample-gitops" }],
            Channels = [new("latest", new("1.19.0"), new("1.20.0", "1.19.0")), new("pipelines-1.19", new OperatorEntry("1.19.0"))],
        },

        // A pre-release, and a rebuild of the same version.
        new OperatorPackage("sample-storage", "Sample Storage", "stable")
        {
            Kind = "StorageCluster",
            Versions = [new("0.9.0"), new("1.0.0-rc.1"), new("1.0.0"), new("1.0.0+0.1750000000.p")],
            Channels =
            [
                new("alpha", new("0.9.0"), new("1.0.0-rc.1", "0.9.0")),
                new("stable", new OperatorEntry("1.0.0") { Skips = ["1.0.0-rc.1"] }, new("1.0.0+0.1750000000.p", "1.0.0")),
            ],
        },
    ];
}
