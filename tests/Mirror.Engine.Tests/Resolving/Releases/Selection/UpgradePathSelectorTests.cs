using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Engine.Resolving.Releases.Selection;
using Mirror.Engine.Tests.Resolving.Releases.Graphs;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;

namespace Mirror.Engine.Tests.Resolving.Releases.Selection;

public sealed class UpgradePathSelectorTests
{
    private static readonly Dictionary<string, UpdateGraph> Graphs = new(StringComparer.Ordinal)
    {
        ["stable-4.16"] = TestGraph.Make("4.16.1 4.16.2 4.16.3", "4.16.1>4.16.2 4.16.2>4.16.3"),
        ["stable-4.17"] = TestGraph.Make("4.16.3 4.17.1 4.17.2", "4.16.3>4.17.1 4.17.1>4.17.2"),
        ["stable-4.18"] = TestGraph.Make("4.17.2 4.18.1 4.18.2 4.18.3", "4.17.2~4.18.2 4.18.2>4.18.3"),
        ["fast-4.18"] = TestGraph.Make("4.18.1 4.18.2 4.18.3 4.18.4", "4.18.2>4.18.4"),
        ["fast-4.17"] = TestGraph.Make("4.17.9", ""),
        ["eus-4.16"] = TestGraph.Make("4.16.1 4.16.4", "4.16.1>4.16.4"),
        ["eus-4.18"] = TestGraph.Make("4.16.4 4.17.5 4.18.6", "4.16.4>4.17.5 4.17.5>4.18.6"),
        ["stable-5.1"] = TestGraph.Make("4.18.3 5.0.1 5.1.1", "4.18.3>5.0.1 5.0.1>5.1.1"),
    };

    [Theory]
    [InlineData("stable-4.16 4.16.1 4.16.1|stable-4.18 4.18.2 4.18.2", "4.16.1 4.16.2 4.16.3 4.17.1 4.17.2 4.18.2", "MIR2702")]
    [InlineData("stable-4.16 4.16.2 4.16.2|stable-4.17", "4.16.2 4.16.3 4.17.1 4.17.2", "")]
    [InlineData("fast-4.18|stable-4.18 4.18.2 4.18.3", "4.18.2 4.18.4", "")]
    [InlineData("fast-4.18|stable-4.18 4.17.2 4.18.3", "4.18.4", "MIR2701")]
    [InlineData("stable-4.18 4.18.1 4.18.3|fast-4.18 4.18.2 4.18.2", "4.18.1 4.18.3", "MIR2701")]
    [InlineData("fast-4.17|fast-4.18", "4.17.9 4.18.4", "MIR2701")]
    [InlineData("eus-4.16 4.16.1 4.16.1|eus-4.18", "4.16.1 4.16.4 4.17.5 4.18.6", "")]
    [InlineData("stable-4.18 4.18.2 4.18.2|stable-5.1", "4.18.2 4.18.3 5.0.1 5.1.1", "")]
    [InlineData("stable-4.16 4.16.9 4.16.9|stable-4.18", "", "")]
    [InlineData("stable-4.19|stable-4.18", "", "")]
    [InlineData("stable-4.18", "", "")]
    public async Task Path_across_channels(string channels, string expected, string codes)
    {
        var (selection, diagnostics) = await SelectAsync(channels);

        Assert.Equal(expected, string.Join(' ', selection.Releases.Select(release => release.Release.Version)));
        Assert.Equal(codes, string.Join(' ', diagnostics.Select(diagnostic => diagnostic.Code.Id)));
    }

    [Fact]
    public async Task Order_of_channels_does_not_matter()
    {
        var (one, _) = await SelectAsync("stable-4.16 4.16.1 4.16.1|stable-4.18 4.18.2 4.18.2");
        var (other, _) = await SelectAsync("stable-4.18 4.18.2 4.18.2|stable-4.16 4.16.1 4.16.1");

        Assert.Equal(one.Releases, other.Releases);
    }

    [Theory]
    [InlineData("nightly|stable-4.18", "'nightly'")]
    [InlineData("stable-4|stable-4.18", "'stable-4'")]
    [InlineData("stable-4.x|stable-4.18", "'stable-4.x'")]
    public async Task Name_without_version_is_reported_at_its_place(string channels, string name)
    {
        var (selection, diagnostics) = await SelectAsync(channels);

        var diagnostic = Assert.Single(diagnostics);
        Assert.Empty(selection.Releases);
        Assert.Equal((MirrorErrors.ChannelNameInvalid, 3), (diagnostic.Code, diagnostic.Span?.Line));
        Assert.Contains(name, diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Okd_channels_do_not_take_part()
    {
        var okd = TestGraph.Channel("stable-4.18") with { Type = ReleaseChannelType.Okd };

        var (selection, _) = await SelectAsync(new PlatformSection { Channels = [TestGraph.Channel("stable-4.16"), okd] });

        Assert.Empty(selection.Releases);
    }

    [Fact]
    public async Task Real_channels_are_crossed_through_the_one_between()
    {
        var platform = new PlatformSection
        {
            Channels = [TestGraph.Channel("stable-4.7", "4.6.1", "4.6.1"), TestGraph.Channel("stable-4.9", "4.9.53", "4.9.53")],
        };

        var (selection, diagnostics) = await SelectAsync(platform, name => RealGraphs.Files.ContainsKey($"{name}/amd64") ? RealGraphs.Read($"{name}/amd64") : null);

        Assert.Empty(diagnostics);
        Assert.Equal("4.6.1 4.6.62 4.7.60 4.8.54 4.9.53", string.Join(' ', selection.Releases.Select(release => release.Release.Version)));
        Assert.All(selection.Path.Zip(selection.Path.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
    }

    private static Task<(ReleaseSelection Selection, DiagnosticBag Diagnostics)> SelectAsync(string channels) => SelectAsync(new PlatformSection
    {
        Channels = ValueList.Create<ReleaseChannel>(
            [.. channels.Split('|').Select(channel => channel.Split(' ')).Select(parts =>
                TestGraph.Channel(parts[0], parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2)))]),
    });

    private static async Task<(ReleaseSelection Selection, DiagnosticBag Diagnostics)> SelectAsync(
        PlatformSection platform, Func<string, UpdateGraph?>? find = null)
    {
        var diagnostics = new DiagnosticBag();
        find ??= Graphs.GetValueOrDefault;
        var selector = new UpgradePathSelector((name, _) => Task.FromResult(find(name) ?? TestGraph.Make("")));
        var selection = await selector.SelectAsync(platform, "amd64", diagnostics, TestContext.Current.CancellationToken);
        return (selection, diagnostics);
    }
}
