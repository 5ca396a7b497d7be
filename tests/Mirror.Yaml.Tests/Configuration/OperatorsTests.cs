using Mirror.Model.Configuration;
using Mirror.Model.Oci;
using Mirror.Model.Versions;

namespace Mirror.Yaml.Tests.Configuration;

public sealed class OperatorsTests
{
    private const string Sha = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void Whole_section_is_read()
    {
        var operators = Reading.Valid(Reading.Under("""
            operators:
            - catalog: registry.redhat.io/redhat/redhat-operator-index:v4.20
              targetCatalog: mirror/index
              targetTag: v1
              targetCatalogSourceTemplate: template.yaml
              signatures: ignore
              platforms: [{os: linux, architecture: arm64}]
              packages:
              - name: cluster-logging
                defaultChannel: stable-6.3
                channels:
                - name: stable-6.3
                  minVersion: v6.3
                  maxVersion: 6.3.1-4+5
              - name: other
                minVersion: 1
            - catalog: oci://catalogs/mine
              full: true
            """)).Operators;

        Assert.Equal(
            [
                new OperatorCatalog
                {
                    Catalog = ImageReference.Parse("registry.redhat.io/redhat/redhat-operator-index:v4.20"),
                    TargetCatalog = "mirror/index",
                    TargetTag = "v1",
                    TargetCatalogSourceTemplate = "template.yaml",
                    Signatures = SignaturePolicy.Ignore,
                    Platforms = [new Platform("linux", "arm64")],
                    Packages =
                    [
                        new OperatorPackage
                        {
                            Name = "cluster-logging",
                            DefaultChannel = "stable-6.3",
                            Channels =
                            [
                                new OperatorChannel
                                {
                                    Name = "stable-6.3", MinVersion = VersionBound.Parse("v6.3"), MaxVersion = VersionBound.Parse("6.3.1-4+5"),
                                },
                            ],
                        },
                        new OperatorPackage { Name = "other", MinVersion = VersionBound.Parse("1") },
                    ],
                },
                new OperatorCatalog { Catalog = ImageReference.Parse("oci://catalogs/mine"), Full = true },
            ],
            operators);
    }

    [Theory]
    [InlineData("minVersion: 1.0.0, channels: [{name: a}]")]
    [InlineData("channels: [{name: a, maxVersion: 1}, {name: b}], defaultChannel: b")]
    [InlineData("defaultChannel: other")]
    [InlineData("minVersion: '0.2.5', maxVersion: '0.2'")]
    [InlineData("minVersion: '', maxVersion: ''")]
    public void Package_that_oc_mirror_accepts_is_accepted(string settings) =>
        Reading.Valid(Reading.Under($"operators:\n- catalog: quay.io/c:1\n  packages: [{{name: p, {settings}}}]"));

    [Theory]
    [InlineData("packages: []", "MIR1006(5,5) An entry of 'operators' needs 'catalog'.")]
    [InlineData("catalog: quay.io/index", "MIR1011(5,14) 'quay.io/index' is not an image reference: it has neither a tag nor a digest.")]
    [InlineData("catalog: quay.io/index@sha256:12", "MIR1011(5,14) 'quay.io/index@sha256:12' is not an image reference: 'sha256:12' ")]
    [InlineData("{catalog: 'quay.io/c:1', targetCatalog: 'a/b:1'}", "MIR1012(5,45) 'a/b:1' is not a path for 'targetCatalog'; expected lower-case letters and digits, with '.', '_' or '-' between them and '/' between components, without host, tag and digest. Write 'targetCatalog: a/b' and 'targetTag: 1'.")]
    [InlineData("{catalog: 'quay.io/c:1', targetTag: 'a:b'}", "MIR1012(5,41) 'a:b' is not a tag;")]
    [InlineData("{catalog: 'quay.io/c:1', full: true, packages: [{name: p, minVersion: 1}]}", "MIR1016(5,63) 'minVersion' can't be given in a catalog with 'full: true'")]
    [InlineData("{catalog: 'quay.io/c:1', full: true, packages: [{name: p, channels: [{name: c, maxVersion: 1}]}]}", "MIR1016(5,84) 'maxVersion' can't")]
    public void Wrong_catalog_is_refused(string entry, string problem) =>
        Assert.StartsWith(problem, Reading.ProblemOf($"operators:\n- {entry}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{minVersion: 1}", "MIR1006(6,16) An entry of 'packages' needs 'name'.")]
    [InlineData("{name: ''}", "MIR1006(6,17) 'name' of an entry of 'packages' is empty.")]
    [InlineData("{name: p, minVersion: one}", "MIR1013(6,38) 'one' is not a semantic version; 'minVersion' expects X, X.Y or X.Y.Z, as in '1.2.3'.")]
    [InlineData("{name: p, maxVersion: 1.2.3.4}", "MIR1013(6,38) '1.2.3.4' is not a semantic version;")]
    [InlineData("{name: p, minVersion: 0.3.1, maxVersion: 0.2.0}", "MIR1014(6,38) 'minVersion' 0.3.1 is above 'maxVersion' 0.2.0, so no bundle is between them.")]
    [InlineData("{name: p, defaultChannel: x, channels: [{name: c}]}", "MIR1016(6,42) The default channel 'x' of 'p' is not among the listed channels;")]
    [InlineData("{name: p, channels: [{name: c}, {name: c}]}", "MIR1015(6,55) The channel 'c' is already listed in line 6.")]
    [InlineData("{name: p, channels: [{name: c, minVersion: x}]}", "MIR1013(6,59) 'x' is not a semantic version;")]
    [InlineData("{name: p, channels: [{name: c, minVersion: 2, maxVersion: 1}]}", "MIR1014(6,59) 'minVersion' 2 is above 'maxVersion' 1")]
    [InlineData("{name: p, minVersion: 1, channels: [{name: c, maxVersion: 2}]}", "MIR1016(6,74) The channel 'c' can't have a range of versions when its package 'p' has one;")]
    [InlineData("{name: p}, {name: p}", "MIR1015(6,34) The package 'p' is already listed in line 6.")]
    public void Wrong_package_is_refused(string packages, string problem) => Assert.StartsWith(
        problem, Reading.ProblemOf($"operators:\n- catalog: quay.io/c:1\n  packages: [{packages}]"), StringComparison.Ordinal);

    [Fact]
    public void Skipped_dependencies_have_no_effect() => Assert.StartsWith(
        "MIR1502(6,5) 'skipDependencies' has no effect",
        Reading.ProblemOf("operators:\n- catalog: quay.io/c:1\n  skipDependencies: true"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{catalog: 'quay.io/c:1'}", "{catalog: 'docker://quay.io/c:1'}")]
    [InlineData("{catalog: 'quay.io/c:1', targetTag: x}", "{catalog: 'quay.io/c:2', targetTag: x}")]
    [InlineData("{catalog: 'quay.io/c:1', targetCatalog: x}", "{catalog: 'quay.io/d:1', targetCatalog: x}")]
    [InlineData("{catalog: 'quay.io/c:1', targetCatalog: d}", "{catalog: 'quay.io/d:1'}")]
    public void Catalogs_that_would_get_one_name_are_refused(string first, string second) => Assert.StartsWith(
        "MIR1015(6,15) The catalog 'quay.io/", Reading.ProblemOf($"operators:\n- {first}\n- {second}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{catalog: 'quay.io/c:1'}", "{catalog: 'quay.io/c:1', targetTag: x}")]
    [InlineData("{catalog: 'quay.io/c:1', targetCatalog: x}", "{catalog: 'quay.io/c:1', targetCatalog: y}")]
    [InlineData("{catalog: 'quay.io/c:1'}", "{catalog: 'quay.io/c@" + Sha + "'}")]
    public void Catalog_may_be_listed_again_under_another_name(string first, string second)
    {
        var configuration = Reading.Valid(Reading.Under($"operators:\n- {first}\n- {second}"));

        Assert.Equal(2, configuration.Sources.Select(source => source.SourceKey).Distinct().Count());
    }
}
