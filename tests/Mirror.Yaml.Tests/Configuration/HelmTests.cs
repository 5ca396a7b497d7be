using System.Text.Json.Nodes;
using Mirror.Model.Configuration;

namespace Mirror.Yaml.Tests.Configuration;

public sealed class HelmTests
{
    [Fact]
    public void Whole_section_is_read()
    {
        var helm = Reading.Valid(Reading.Under("""
            helm:
              repositories:
              - name: all
                url: https://charts.example.com/all/
                exclude:
                - name: web
                - {name: job, version: <1.0.0}
              - name: none
                url: http://charts.example.com/none
                charts: []
              - url: oci://quay.io/charts
                charts:
                - name: web
                  version: ">=1.2"
                  imagePaths: ['{.spec.image}']
                  valuesFiles: [b.yaml, a.yaml]
                  kubeVersion: v1.33
                  apiVersions: [monitoring.coreos.com/v1]
                  mirrorChart: true
                  signatures: ignore
                  values:
                    b: 1
                    a: x
              local:
              - path: charts/mine
            """)).Helm!;

        Assert.Null(helm.Repositories[0].Charts);
        Assert.Equal([new ExcludedChart { Name = "web" }, new ExcludedChart { Name = "job", Version = "<1.0.0" }], helm.Repositories[0].Exclude);
        Assert.Equal([], helm.Repositories[1].Charts!);
        Assert.Equal(
            new HelmChart
            {
                Name = "web",
                Version = ">=1.2",
                ImagePaths = ["{.spec.image}"],
                ValuesFiles = ["b.yaml", "a.yaml"],
                KubeVersion = "v1.33",
                ApiVersions = ["monitoring.coreos.com/v1"],
                MirrorChart = true,
                Signatures = SignaturePolicy.Ignore,
                Values = ChartValues.From((JsonObject)JsonNode.Parse("""{"a":"x","b":1}""")!),
            },
            Assert.Single(helm.Repositories[2].Charts!));
        Assert.Equal("charts/mine", Assert.Single(helm.Local).Path);
    }

    [Theory]
    [InlineData("repositories: [{name: x}]", "MIR1006(5,20) An entry of 'repositories' needs 'url'.")]
    [InlineData("repositories: [{url: charts.example.com}]", "MIR1018(5,26) 'url' expects an address that begins with")]
    [InlineData("repositories: [{url: 'ftp://charts.example.com'}]", "MIR1018(5,26) 'url' expects an address that begins with")]
    [InlineData("repositories: [{url: 'https://'}]", "MIR1018(5,26) 'url' expects an address that begins with")]
    [InlineData("repositories: [{url: 'https://h/?token=hunter2'}]", "MIR1018(5,26) 'url' has a query or a fragment;")]
    [InlineData("repositories: [{url: 'https://h', charts: [{version: 1.0.0}]}]", "MIR1006(5,48) An entry of 'charts' needs 'name'.")]
    [InlineData("repositories: [{url: 'https://h', charts: [{name: a}, {name: a, mirrorChart: true}]}]", "MIR1015(5,59) 'https://h/a' is already listed in line 5.")]
    [InlineData("repositories: [{url: 'https://h', charts: [{name: a}, {name: a}]}]", "MIR1505(5,59) 'https://h/a' is already listed in line 5.")]
    [InlineData("repositories: [{url: 'https://h'}, {url: 'https://h/'}]", "MIR1505(5,40) 'https://h' is already listed in line 5.")]
    [InlineData("repositories: [{url: 'https://h', charts: [{name: a, path: b}]}]", "MIR1502(5,58) 'path' has no effect for a chart of a repository;")]
    [InlineData("repositories: [{url: 'https://h', exclude: [{version: 1.0.0}]}]", "MIR1006(5,49) An entry of 'exclude' needs 'name'.")]
    [InlineData("repositories: [{url: 'https://h', exclude: [{name: 'web <2'}]}]", "MIR1018(5,56) 'web <2' is not the name of a chart:")]
    [InlineData("repositories: [{url: 'https://h', charts: [{name: a}], exclude: [{name: a}]}]", "MIR1502(5,60) 'exclude' has no effect beside 'charts',")]
    [InlineData("repositories: [{url: 'oci://h/charts'}]", "MIR1006(5,20) 'charts' is missing: a registry has no list of its charts,")]
    [InlineData("local: [{name: a}]", "MIR1006(5,13) An entry of 'local' needs 'path'.")]
    [InlineData("local: [{path: a, kubeVersion: newest}]", "MIR1013(5,36) 'newest' is not a Kubernetes version;")]
    [InlineData("local: [{path: a, platforms: [{architecture: arm64}]}]", "MIR1006(5,35) An entry of 'platforms' needs 'os'.")]
    [InlineData("local: [{path: a, values: [x]}]", "MIR1010(5,31) 'values' expects settings (key: value), but found a list.")]
    [InlineData("local: [{path: a, values: {x: 1, x: 2}}]", "MIR1009(5,38) 'x' is already set in line 5.")]
    [InlineData("local: [{path: a, values: {x: .inf}}]", "MIR1010(5,35) '.inf' can't be a value of a chart;")]
    [InlineData("local: [{path: a, values: {[x]: 1}}]", "MIR1010(5,32) A key of 'values' must be text, but is a list.")]
    [InlineData("local: [{path: a, values: {<<: 1}}]", "MIR1010(5,36) '<<' expects settings or a list of settings,")]
    public void Wrong_value_is_refused(string setting, string problem) =>
        Assert.StartsWith(problem, Reading.ProblemOf($"helm:\n  {setting}"), StringComparison.Ordinal);

    [Fact]
    public void Password_in_an_address_is_refused_and_not_printed()
    {
        var problem = Reading.ProblemOf("helm:\n  repositories: [{url: 'https://user:hunter2@h/charts'}]");

        Assert.StartsWith("MIR1018(5,26) 'url' has user and password in it;", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("-17", "-17")]
    [InlineData("0x1F", "31")]
    [InlineData("-0x10", "-16")]
    [InlineData("0o17", "15")]
    [InlineData("017", "15")]
    [InlineData("0b101", "5")]
    [InlineData("1_000", "1000")]
    [InlineData("089", "89")]
    [InlineData("1.50", "1.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("true", "true")]
    [InlineData("no", "false")]
    [InlineData("'no'", "\"no\"")]
    [InlineData("~", "null")]
    [InlineData("2026-01-01", "\"2026-01-01\"")]
    [InlineData("text", "\"text\"")]
    [InlineData("[a, {b: 1}]", "[\"a\",{\"b\":1}]")]
    public void Values_get_the_types_that_Helm_gives_them(string yaml, string json) =>
        Assert.Equal($"{{\"x\":{json}}}", Values($"{{x: {yaml}}}").Json);

    [Fact]
    public void Values_are_canonical() => Assert.Equal("""{"a":{"c":1,"d":2},"b":3}""", Values("{b: 3, a: {<<: {d: 2, c: 0}, c: 1}}").Json);

    private static ChartValues Values(string yaml) =>
        Reading.Valid(Reading.Under($"helm:\n  local:\n  - path: a\n    values: {yaml}")).Helm!.Local[0].Values;
}
