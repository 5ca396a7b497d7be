using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Engine.Resolving.Releases.Selection;
using Mirror.Engine.Tests.Resolving.Releases.Graphs;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Model.Versions;

namespace Mirror.Engine.Tests.Resolving.Releases.Selection;

public sealed class ReleaseSelectorTests
{
    private const string NoPath = "MIR2701";
    private const string Risk = "MIR2702";

    /// <summary>Ranges: count, lowest and highest, from a separate script over the answers.</summary>
    [Theory]
    [InlineData("stable-4.13/amd64", null, null, false, 1, "4.13.43", "4.13.43")]
    [InlineData("stable-4.13/amd64", null, null, true, 98, "4.12.0", "4.13.43")]
    [InlineData("stable-4.13/amd64", "4.12.32", null, false, 66, "4.12.32", "4.13.43")]
    [InlineData("stable-4.13/amd64", null, "4.12.50", false, 50, "4.12.0", "4.12.50")]
    [InlineData("stable-4.13/amd64", null, "4.12.50", true, 50, "4.12.0", "4.12.50")]
    [InlineData("stable-4.13/amd64", "4.12.57", "4.13.2", false, 5, "4.12.57", "4.13.2")]
    [InlineData("stable-4.13/amd64", "4.12.52", "4.12.52", true, 0, "", "")]
    [InlineData("stable-4.13/amd64", "4.13.7", "4.13.16", false, 8, "4.13.8", "4.13.15")]
    [InlineData("stable-4.7/amd64", null, null, false, 1, "4.7.60", "4.7.60")]
    [InlineData("stable-4.7/s390x", null, null, true, 102, "4.6.1", "4.7.60")]
    [InlineData("stable-4.7/s390x", "4.6.44", null, false, 68, "4.6.44", "4.7.60")]
    [InlineData("stable-4.8/amd64", null, "4.7.54", false, 51, "4.7.0", "4.7.54")]
    [InlineData("stable-4.8/s390x", "4.7.37", null, false, 68, "4.7.37", "4.8.54")]
    [InlineData("stable-4.9/amd64", "4.8.37", null, false, 60, "4.8.37", "4.9.53")]
    [InlineData("stable-4.9/s390x", null, "4.8.54", false, 46, "4.8.2", "4.8.54")]
    [InlineData("candidate-4.12/multi", null, null, false, 1, "4.12.0-rc.4", "4.12.0-rc.4")]
    [InlineData("candidate-4.12/multi", "4.12.0-rc.1", null, false, 4, "4.12.0-rc.1", "4.12.0-rc.4")]
    [InlineData("candidate-4.12/multi", "4.12.0", null, false, 0, "", "")]
    [InlineData("stable-4.2/amd64", "4.1.41", null, false, 29, "4.1.41", "4.2.36")]
    [InlineData("stable-4.2/amd64", "4.2.0", "4.2.2", false, 3, "4.2.0", "4.2.2")]
    [InlineData("stable-4.3/amd64/old", "4.2.22", null, false, 6, "4.2.22", "4.3.5")]
    [InlineData("stable-4.3/s390x/old", null, null, true, 1, "4.3.18", "4.3.18")]
    public void Range_of_a_real_channel(string graph, string? min, string? max, bool full, int count, string lowest, string highest)
    {
        var (selection, diagnostics) = Select(graph, min, max, full);

        var versions = Versions(selection);
        Assert.Equal((count, lowest, highest), (versions.Count, versions.FirstOrDefault(""), versions.LastOrDefault("")));
        Assert.Equal(count == 0 ? [MirrorErrors.RangeEmpty] : [], diagnostics.Select(diagnostic => diagnostic.Code));
    }

    /// <summary>Paths, from a separate script over the answers; the codes of the warnings in their order.</summary>
    [Theory]
    [InlineData("stable-4.13/amd64", "4.12.0", "4.13.43", "4.12.0 4.12.58 4.13.43", "")]
    [InlineData("stable-4.13/amd64", null, null, "4.13.43", "")]
    [InlineData("stable-4.13/amd64", null, "4.13.42", "4.12.0 4.12.57 4.13.42", "")]
    [InlineData("stable-4.13/amd64", "4.12.50", null, "4.12.50 4.13.43", "")]
    [InlineData("stable-4.13/amd64", "4.12.0", "4.13.3", "4.12.0 4.12.21 4.13.3", Risk + " " + Risk)]
    [InlineData("stable-4.13/amd64", "4.12.16", "4.13.3", "4.12.16 4.13.3", Risk)]
    [InlineData("stable-4.13/amd64", "4.13.0", "4.13.3", "4.13.0 4.13.3", Risk)]
    [InlineData("stable-4.13/amd64", "4.12.22", "4.13.3", "4.12.22 4.13.3", NoPath)]
    [InlineData("stable-4.13/amd64", "4.13.3", "4.13.3", "4.13.3", "")]
    [InlineData("stable-4.7/amd64", "4.6.1", "4.7.60", "4.6.1 4.6.62 4.7.60", "")]
    [InlineData("stable-4.7/amd64", "4.6.1", "4.7.8", "4.6.1 4.6.21 4.7.4 4.7.8", Risk)]
    [InlineData("stable-4.7/amd64", "4.6.25", "4.7.8", "4.6.25 4.7.8", NoPath)]
    [InlineData("stable-4.7/s390x", "4.6.3", "4.7.59", "4.6.3 4.6.61 4.7.59", "")]
    [InlineData("stable-4.8/amd64", "4.7.1", "4.8.53", "4.7.1 4.7.60 4.8.53", "")]
    [InlineData("stable-4.9/amd64", "4.8.3", "4.9.52", "4.8.3 4.8.53 4.9.52", "")]
    [InlineData("candidate-4.12/multi", "4.12.0-rc.1", "4.12.0-rc.3", "4.12.0-rc.1 4.12.0-rc.3", "")]
    [InlineData("stable-4.2/amd64", "4.1.20", "4.2.36", "4.1.20 4.1.29 4.1.41 4.2.36", "")]
    [InlineData("stable-4.2/amd64", "4.1.21", "4.2.34", "4.1.21 4.1.31 4.1.41 4.2.34", "")]
    [InlineData("stable-4.3/amd64", "4.3.5", null, "4.3.5 4.3.35 4.3.40", "")]
    [InlineData("stable-4.3/amd64/old", "4.2.20", "4.3.5", "4.2.20 4.3.5", NoPath)]
    public void Shortest_path_of_a_real_channel(string graph, string? min, string? max, string expected, string codes)
    {
        var (selection, diagnostics) = Select(graph, min, max, shortestPath: true);

        Assert.Equal(expected, string.Join(' ', Versions(selection)));
        Assert.Equal(codes, string.Join(' ', diagnostics.Select(diagnostic => diagnostic.Code.Id)));
    }

    [Fact]
    public void Random_questions_to_every_real_answer_agree_with_the_slow_reference()
    {
        var random = new Random(20260102);
        foreach (var (name, _) in RealGraphs.Files)
        {
            var reference = new SlowReference(RealGraphs.Text(name));
            for (var round = 0; round < 5 && reference.Versions.Count > 0; round++)
            {
                var ends = random.GetItems(Enumerable.Range(0, reference.Versions.Count).ToArray(), 2).Order().ToArray();
                var (from, to) = (reference.Versions[ends[0]], reference.Versions[ends[1]]);

                var (range, _) = Select(name, from, to);
                var (path, diagnostics) = Select(name, from, to, shortestPath: true);

                var expected = reference.Path(from, to);
                Assert.Equal(reference.Range(from, to), Versions(range));
                Assert.Equal(expected ?? new[] { from, to }.Distinct(), Versions(path));
                Assert.Equal(expected is null ? 1 : reference.CountRisks(expected), diagnostics.Count);
            }
        }
    }

    [Fact]
    public void Every_step_of_a_path_is_an_update_of_the_graph_and_the_path_is_not_longer_than_any_other()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var versions = Enumerable.Range(0, random.Next(2, 12)).Select(patch => SemanticVersion.Parse($"1.0.{patch}")).ToArray();
            var edges = Enumerable.Range(0, random.Next(0, 30)).Select(_ => (random.GetItems(versions, 1)[0], random.GetItems(versions, 1)[0])).ToList();
            var graph = new UpdateGraph(versions.Select(TestGraph.Node), edges, []);

            var path = UpgradePathFinder.Find(graph, versions[0], versions[^1]);

            Assert.Equal(ShortestLength(edges, versions[0], versions[^1], versions.Length), path?.Count);
            Assert.All(path ?? [], step => Assert.Contains((step.From, step.To), edges));
            Assert.All((path ?? []).Zip((path ?? []).Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        }
    }

    [Fact]
    public void Unknown_ends_of_a_path_are_reported_together_at_their_places_with_the_nearest_versions()
    {
        var (selection, diagnostics) = Select("stable-4.13/amd64", "4.12.52", "4.13.99", shortestPath: true);

        Assert.Empty(selection.Releases);
        Assert.Equal(
            [
                "c.yaml(4,5): error MIR2213: Version '4.12.52' is not in channel 'stable-4.13' for architecture 'amd64'; the nearest are '4.12.51' and '4.12.53'.",
                "c.yaml(5,5): error MIR2213: Version '4.13.99' is not in channel 'stable-4.13' for architecture 'amd64'; the highest there is '4.13.43'.",
            ],
            diagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void Empty_channel_is_reported_at_its_name()
    {
        var (_, diagnostics) = Select("stable-4.3/s390x/empty", null, null);

        Assert.Equal(
            "c.yaml(3,5): error MIR2212: The update service knows no releases of channel 'stable-4.3' for architecture 's390x'. Check the spelling of both.",
            Assert.Single(diagnostics).ToString());
    }

    [Fact]
    public void Risk_on_the_path_is_named_with_its_step()
    {
        var (selection, diagnostics) = Select("stable-4.13/amd64", "4.13.0", "4.13.3", shortestPath: true);

        var message = Assert.Single(diagnostics).Message;
        Assert.True(selection.HasRisks);
        Assert.Contains("from '4.13.0' to '4.13.3'", message, StringComparison.Ordinal);
        Assert.All(Assert.Single(selection.Path).Risks, risk => Assert.Contains($"'{risk.Name}' ({risk.Url})", message, StringComparison.Ordinal));
    }

    [Fact]
    public void One_architecture_never_bounds_the_next()
    {
        var amd64 = Select("stable-4.3/amd64", null, null, full: true).Selection;
        var s390x = Select("stable-4.3/s390x", null, null, full: true).Selection;

        Assert.Equal((41, "4.2.16"), (amd64.Releases.Count, Versions(amd64)[0]));
        Assert.Equal((20, "4.2.28"), (s390x.Releases.Count, Versions(s390x)[0]));
    }

    [Theory]
    [InlineData("eus-4.18", "4.16.1", "4.18.2", false, 1)]
    [InlineData("eus-4.18", "4.16.1", "4.18.2", true, 0)]
    [InlineData("eus-4.18", "4.17.1", "4.18.2", false, 0)]
    [InlineData("eus-4.18", "4.18.1", "4.16.2", false, 0)]
    [InlineData("eus-4.18", null, "4.18.2", false, 0)]
    [InlineData("stable-4.18", "4.16.1", "4.18.2", false, 0)]
    public void Eus_gap_is_warned_of(string name, string? min, string? max, bool shortestPath, int warnings)
    {
        var diagnostics = new DiagnosticBag();

        ReleaseSelector.WarnOfEusGaps(new PlatformSection { Channels = [TestGraph.Channel(name, min, max, shortestPath)] }, diagnostics);

        Assert.Equal(warnings, diagnostics.Count(diagnostic => diagnostic.Code == MirrorErrors.EusMinorGap));
    }

    private static (ReleaseSelection Selection, DiagnosticBag Diagnostics) Select(
        string graph, string? min, string? max, bool full = false, bool shortestPath = false)
    {
        var diagnostics = new DiagnosticBag();
        var parts = graph.Split('/');
        var channel = TestGraph.Channel(parts[0], min, max, shortestPath) with { Full = full };
        return (ReleaseSelector.Select(channel, parts[1], RealGraphs.Read(graph), diagnostics), diagnostics);
    }

    private static List<string> Versions(ReleaseSelection selection) => [.. selection.Releases.Select(release => release.Release.Version.ToString())];

    private static int? ShortestLength(
        List<(SemanticVersion From, SemanticVersion To)> edges, SemanticVersion from, SemanticVersion to, int limit)
    {
        HashSet<SemanticVersion> reached = [from];
        for (var length = 0; length <= limit; length++)
        {
            if (reached.Contains(to))
            {
                return length;
            }

            reached.UnionWith(edges.Where(edge => reached.Contains(edge.From)).Select(edge => edge.To).ToList());
        }

        return null;
    }
}
