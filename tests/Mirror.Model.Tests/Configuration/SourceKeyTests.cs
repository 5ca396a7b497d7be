using System.Text.Json.Nodes;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Model.Versions;

namespace Mirror.Model.Tests.Configuration;

public sealed class SourceKeyTests
{
    [Fact]
    public void Key_of_an_image_has_its_target_only_where_the_name_is_listed_twice()
    {
        var configuration = new ImageSetConfiguration
        {
            AdditionalImages =
            [
                Image("quay.io/a/b:1", "mirror/b", "one"),
                Image("quay.io/a/c:1"),
                Image("quay.io/a/c:1", tag: "two"),
                Image("quay.io/a/c:1", "mirror/c", "three"),
                Image("nginx:1", "mirror/nginx"),
            ],
        };

        Assert.Equal(
            [
                "images/docker.io/library/nginx:1",
                "images/quay.io/a/b:1",
                "images/quay.io/a/c:1",
                "images/quay.io/a/c:1 as :two",
                "images/quay.io/a/c:1 as mirror/c:three",
            ],
            configuration.Sources.Select(source => source.SourceKey));
    }

    [Fact]
    public void Changed_target_of_a_single_image_is_a_changed_field_of_the_same_key()
    {
        var before = Image("quay.io/a/b:1", tag: "one");
        var now = Image("quay.io/a/b:1", tag: "two");

        Assert.Equal(before.SourceKey, now.SourceKey);
        Assert.Equal("targetTag one -> two", Assert.Single(SourceInput.Compare(before.Input, now.Input)).ToString());
    }

    [Fact]
    public void Platform_has_an_entry_per_channel_and_architecture_and_one_for_the_path_between_channels()
    {
        var platform = new PlatformSection
        {
            Graph = true,
            Architectures = ["s390x", "amd64"],
            Channels = [new ReleaseChannel { Name = "stable-4.20" }, new ReleaseChannel { Name = "stable-4.18" }],
        };

        Assert.Equal(
            [
                "platform/graph",
                "platform/stable-4.18/amd64", "platform/stable-4.18/s390x",
                "platform/stable-4.20/amd64", "platform/stable-4.20/s390x",
                "platform/upgrade-path/amd64", "platform/upgrade-path/s390x",
            ],
            platform.Sources.Select(source => source.SourceKey).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Release_image_replaces_the_channels()
    {
        var platform = new PlatformSection
        {
            Release = ImageReference.Parse("quay.io/openshift-release-dev/ocp-release:4.20.8-x86_64"),
            Channels = [new ReleaseChannel { Name = "stable-4.20" }],
        };

        Assert.Equal(
            "platform/release/quay.io/openshift-release-dev/ocp-release:4.20.8-x86_64",
            Assert.Single(platform.Sources).SourceKey);
    }

    [Fact]
    public void Input_of_a_channel_leaves_defaults_out()
    {
        var platform = new PlatformSection
        {
            Channels = [new ReleaseChannel { Name = "stable-4.20", MinVersion = SemanticVersion.Parse("4.20.8"), ShortestPath = true }],
        };

        Assert.Equal("minVersion 4.20.8, shortestPath", Assert.Single(platform.Sources).Input.Text);
    }

    [Fact]
    public void Filtered_platforms_ask_for_the_multi_payload()
    {
        var platform = new PlatformSection
        {
            Platforms = [new Platform("linux", "arm64"), new Platform("linux", "amd64")],
            Channels = [new ReleaseChannel { Name = "stable-4.20" }],
        };

        var source = Assert.Single(platform.Sources);

        Assert.Equal("platform/stable-4.20/multi", source.SourceKey);
        Assert.Equal("platforms[linux/amd64], platforms[linux/arm64]", source.Input.Text);
    }

    [Fact]
    public void Input_of_a_catalog_does_not_depend_on_order()
    {
        OperatorPackage first = new() { Name = "b", Channels = [Channel("y"), Channel("x", "1.2")] };
        OperatorPackage second = new() { Name = "a", DefaultChannel = "stable" };

        var one = Catalog([first, second]);
        var other = Catalog([second, first with { Channels = [Channel("x", "1.2"), Channel("y")] }]);

        Assert.Equal(one.Input.Hash, other.Input.Hash);
        Assert.Equal(
            "packages[a], packages[a].defaultChannel stable, packages[b], packages[b].channels[x], packages[b].channels[x].minVersion 1.2, packages[b].channels[y]",
            one.Input.Text);
    }

    [Fact]
    public void Keys_of_charts_name_repository_chart_and_version()
    {
        var helm = new HelmSection
        {
            Repositories =
            [
                new HelmRepository { Url = new Uri("https://charts.example.com/stable/"), Charts = [new HelmChart { Name = "podinfo", Version = "6.7.0" }] },
                new HelmRepository { Url = new Uri("https://charts.example.com/all") },
                new HelmRepository { Url = new Uri("https://charts.example.com/none"), Charts = [] },
                new HelmRepository { Url = new Uri("oci://quay.io/charts"), Charts = [new HelmChart { Name = "web" }] },
            ],
            Local = [new HelmChart { Name = "mine", Path = "charts/mine" }],
        };

        Assert.Equal(
            [
                "helm/https://charts.example.com/stable/podinfo:6.7.0", "helm/https://charts.example.com/all", "helm/oci://quay.io/charts/web",
                "helm/local/charts/mine",
            ],
            helm.Sources.Select(source => source.SourceKey));
    }

    [Fact]
    public void Changed_value_of_a_chart_is_one_changed_field()
    {
        var before = new HelmChartSource(null, Chart("""{"image":{"tag":"1"},"replicas":2}"""));
        var now = new HelmChartSource(null, Chart("""{"replicas":2,"image":{"tag":"2"}}"""));

        Assert.Equal("values.image.tag \"1\" -> \"2\"", Assert.Single(SourceInput.Compare(before.Input, now.Input)).ToString());
    }

    [Fact]
    public void Places_do_not_count_for_equality()
    {
        var here = Image("quay.io/a/b:1") with { Span = SourceSpan.At("a.yaml", 1, 1) };
        var there = Image("quay.io/a/b:1") with { Span = SourceSpan.At("b.yaml", 9, 9) };

        Assert.Equal(here, there);
        Assert.Equal(new ImageSetConfiguration { AdditionalImages = [here] }, new ImageSetConfiguration { AdditionalImages = [there] });
        Assert.NotEqual(here, there with { TargetTag = "x" });
    }

    private static AdditionalImage Image(string name, string? repository = null, string? tag = null) =>
        new() { Name = ImageReference.Parse(name), TargetRepo = repository, TargetTag = tag };

    private static OperatorCatalog Catalog(ValueList<OperatorPackage> packages) =>
        new() { Catalog = ImageReference.Parse("quay.io/catalog:v1"), Packages = packages };

    private static OperatorChannel Channel(string name, string? minVersion = null) =>
        new() { Name = name, MinVersion = minVersion is null ? null : VersionBound.Parse(minVersion) };

    private static HelmChart Chart(string values) =>
        new() { Path = "charts/a", Values = ChartValues.From((JsonObject)JsonNode.Parse(values)!) };
}
