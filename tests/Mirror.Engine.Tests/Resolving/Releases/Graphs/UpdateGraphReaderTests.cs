using System.Text;
using System.Text.Json;
using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Diagnostics;
using Mirror.Model.Versions;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Resolving.Releases.Graphs;

public sealed class UpdateGraphReaderTests
{
    private static readonly string Payload = $"quay.io/r/release@{TestDigest.Of("payload")}";

    private static readonly string Node = $$"""{"version": "4.1.0", "payload": "{{Payload}}"}""";

    [Fact]
    public void Every_part_of_an_answer_is_read()
    {
        var graph = Read($$"""
            {"version": 1, "nodes": [
               {"version": "4.1.1", "payload": "{{Payload}}", "metadata": {"url": "https://errata.example.com/1", "io.openshift.upgrades.graph.release.channels": "b,a"} },
               {{Node}}],
             "edges": [[1, 0]],
             "conditionalEdges": [{"edges": [{"from": "4.1.0", "to": "4.1.1"}, {"from": "4.0.0", "to": "4.1.1"}],
                                   "risks": [{"name": "R", "url": "https://r.example.com", "message": "Bad.", "matchingRules": [{"type": "Always"}]}]}]}
            """);

        Assert.Equal(["4.1.0", "4.1.1"], graph.Nodes.Select(node => node.Version.ToString()));
        Assert.Equal(("https://errata.example.com/1", "a,b"), (graph.Nodes[1].Errata, string.Join(',', graph.Nodes[1].Channels)));
        Assert.Equal(Payload, graph.Nodes[0].Payload.ToString());
        Assert.Equal([SemanticVersion.Parse("4.1.1")], graph.RecommendedFrom(SemanticVersion.Parse("4.1.0")));
        Assert.Equal(
            [new UpdateRisk("R", "https://r.example.com", "Bad.")], graph.RisksOf(SemanticVersion.Parse("4.1.0"), SemanticVersion.Parse("4.1.1")));
    }

    [Fact]
    public void Release_that_was_never_built_is_left_out_with_its_edges()
    {
        var graph = Read($$"""{"nodes": [{{Node}}, {"version": "4.1.1", "payload": ""}], "edges": [[0, 1]]}""");

        Assert.Equal("4.1.0", Assert.Single(graph.Nodes).Version.ToString());
        Assert.Empty(graph.RecommendedFrom(SemanticVersion.Parse("4.1.0")));
    }

    [Theory]
    [InlineData("[]", "no list 'nodes'")]
    [InlineData("{}", "no list 'nodes'")]
    [InlineData("""{"nodes": []}""", "no list 'edges'")]
    [InlineData("""{"nodes": [{"version": "4.x", "payload": "P"}], "edges": []}""", "'4.x' is not a version")]
    [InlineData("""{"nodes": [{"version": "4.1.0"}], "edges": []}""", "'nodes[0]' has no text 'payload'")]
    [InlineData("""{"nodes": [{"version": "4.1.0", "payload": "quay.io/a/b:tag"}], "edges": []}""", "has no digest")]
    [InlineData("""{"nodes": [{"version": "4.1.0", "payload": "quay.io/a/b@sha256:foobar"}], "edges": []}""", "is not an image")]
    [InlineData("""{"nodes": [NODE, NODE], "edges": []}""", "'4.1.0' is there twice")]
    [InlineData("""{"nodes": [NODE], "edges": [[0]]}""", "not a pair")]
    [InlineData("""{"nodes": [NODE], "edges": [[0, 1]]}""", "an edge names node 1, and there are 1 nodes")]
    [InlineData("""{"nodes": [NODE], "edges": [[0, -1]]}""", "an edge names node -1")]
    [InlineData("""{"nodes": [NODE], "edges": [[0, "0"]]}""", "an edge names node 0")]
    [InlineData("""{"nodes": [NODE], "edges": [], "conditionalEdges": [{"edges": []}]}""", "no list 'risks'")]
    [InlineData("""{"nodes": [NODE], "edges": [], "conditionalEdges": [{"edges": [{"from": "", "to": "4.1.0"}], "risks": []}]}""", "'' is not a version")]
    [InlineData("""{"nodes": [], "nodes": [], "edges": []}""", "not JSON")]
    [InlineData("""{"nodes": [""", "not JSON")]
    [InlineData("", "not JSON")]
    public void Wrong_answer_says_what_is_wrong(string json, string problem)
    {
        var exception = Assert.Throws<MirrorException>(() => Read(json.Replace("NODE", Node, StringComparison.Ordinal)));

        Assert.Equal(MirrorErrors.GraphInvalid, exception.Diagnostics[0].Code);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Contains("'the test'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Real_answers_are_read_completely()
    {
        foreach (var name in RealGraphs.Files.Keys)
        {
            using var document = JsonDocument.Parse(RealGraphs.Text(name));

            var graph = RealGraphs.Read(name);

            Assert.Equal(document.RootElement.GetProperty("nodes").GetArrayLength(), graph.Nodes.Count);
            Assert.Equal(
                document.RootElement.GetProperty("edges").GetArrayLength(),
                graph.Nodes.Sum(node => graph.RecommendedFrom(node.Version).Count));
        }
    }

    [Fact]
    public void Answers_of_two_architectures_keep_their_payloads_apart()
    {
        var amd64 = RealGraphs.Read("stable-4.7/amd64").Nodes.Select(node => node.Payload.Digest);
        var s390x = RealGraphs.Read("stable-4.7/s390x").Nodes.Select(node => node.Payload.Digest);

        Assert.Empty(amd64.Intersect(s390x));
    }

    private static UpdateGraph Read(string json) => UpdateGraphReader.Read(Encoding.UTF8.GetBytes(json), "'the test'");
}
