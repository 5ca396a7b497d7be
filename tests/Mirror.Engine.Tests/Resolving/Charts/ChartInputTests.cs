using System.Text.Json.Nodes;
using Mirror.Charts;
using Mirror.Charts.Loading;
using Mirror.Charts.Rendering;
using Mirror.Engine.Resolving.Charts;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Testing;
using Mirror.Testing.Charts;

namespace Mirror.Engine.Tests.Resolving.Charts;

public sealed class ChartInputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ChartValues Values(string json) => ChartValues.From((JsonObject)JsonNode.Parse(json)!);

    private async Task<string> RenderAsync(HelmChart entry, string template)
    {
        var input = await ChartInput.ReadAsync(entry, _folder.Path, Token);
        using var archive = new MemoryStream(new TestChart().Add("values.yaml", "a: chart\nb: chart\nc: chart\nd: chart\n").Add("templates/a.yaml", template).Pack());
        return ChartRenderer.Render(Chart.Load(archive, "demo.tgz", new ChartLimits()), input.Options, Token).Files.Single().Text;
    }

    [Fact]
    public async Task Values_of_the_entry_win_over_later_files_over_earlier_ones_over_the_chart()
    {
        _folder.WriteFile("one.yaml", "b: one\nc: one\nd: one\n");
        _folder.WriteFile("sub/two.yaml", "c: two\nd: two\n");
        var entry = new HelmChart { ValuesFiles = ["one.yaml", "sub/two.yaml"], Values = Values("""{"d":"entry"}""") };

        Assert.Equal("a: chart one two entry", await RenderAsync(entry, "a: {{ .Values.a }} {{ .Values.b }} {{ .Values.c }} {{ .Values.d }}"));
    }

    [Theory]
    [InlineData("""{"a":"😀 é \"x\" \\ \t"}""", "\"😀 é \\\"x\\\" \\\\ \\t\"")]
    [InlineData("""{"a":1}""", "1")]
    [InlineData("""{"a":"1"}""", "\"1\"")]
    [InlineData("""{"a":null}""", "null")]
    [InlineData("""{"a":{"x":[1,true,"no"]}}""", """{"x":[1,true,"no"]}""")]
    public async Task Values_of_the_entry_keep_their_types(string values, string json)
    {
        Assert.Equal($"v: {json}", await RenderAsync(new HelmChart { Values = Values(values) }, "v: {{ .Values.a | toJson }}"));
    }

    [Fact]
    public async Task Cluster_is_the_one_that_the_entry_describes()
    {
        var entry = new HelmChart { KubeVersion = "1.33", ApiVersions = ["example.com/v1/Thing"] };

        Assert.Equal(
            "v: v1.33.0 true true",
            await RenderAsync(entry, "v: {{ .Capabilities.KubeVersion }} {{ .Capabilities.APIVersions.Has \"example.com/v1/Thing\" }} {{ .Capabilities.APIVersions.Has \"apps/v1\" }}"));
    }

    [Fact]
    public async Task Time_that_templates_see_is_always_the_same()
    {
        Assert.Equal("v: 2026-01-01", await RenderAsync(new HelmChart(), "v: {{ now | date \"2006-01-02\" }}"));
    }

    [Fact]
    public async Task Digests_of_files_are_known_by_their_paths()
    {
        _folder.WriteFile("one.yaml", "b: one\n");

        var input = await ChartInput.ReadAsync(new HelmChart { ValuesFiles = ["one.yaml"] }, _folder.Path, Token);

        Assert.Equal(Digest.Of("b: one\n"u8), Assert.Single(input.ValuesFiles, file => file.Key == "one.yaml").Value);
    }

    [Fact]
    public async Task File_that_is_missing_is_told_and_one_that_is_not_yaml_is_told_with_its_line()
    {
        _folder.WriteFile("bad.yaml", "a: b\nc: [\n");

        var missing = await Assert.ThrowsAsync<MirrorException>(() => ChartInput.ReadAsync(new HelmChart { ValuesFiles = ["none.yaml"] }, _folder.Path, Token));
        var bad = await Assert.ThrowsAsync<ChartException>(() => ChartInput.ReadAsync(new HelmChart { ValuesFiles = ["bad.yaml"] }, _folder.Path, Token));

        Assert.Equal("MIR7002", missing.Diagnostics[0].Code.Id);
        Assert.Equal(ChartFailure.Values, bad.Failure);
        Assert.StartsWith("bad.yaml(", bad.Message, StringComparison.Ordinal);
    }
}
