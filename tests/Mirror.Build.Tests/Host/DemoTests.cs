using Mirror.Sandbox.Registry;
using Mirror.Sandbox.Samples.Operators;
using Mirror.Sandbox.Samples.Releases;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.Build.Tests.Host;

/// <summary>What a newcomer does first, in folders of its own.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Demo_publishes_twice_and_the_second_run_says_why_it_did_nothing()
    {
        var cancellationToken = TestContext.Current.CancellationToken;

        var first = await RunAsync("--target", "Publish");
        var second = await RunAsync("--target", "Publish");

        first.EnsureSuccess();
        second.EnsureSuccess();
        Assert.Matches(@"(?m)^PublishContent +done ", first.OutputText);
        Assert.Contains("registry.mirror.invalid (destination): ", second.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("(source)", second.OutputText, StringComparison.Ordinal);
        Assert.Contains("\"outcome\": \"upToDate\"", await File.ReadAllTextAsync(_folder.Combine("output", "report.json"), cancellationToken), StringComparison.Ordinal);
        foreach (var step in new[] { "Resolve", "Lock", "PublishContent", "EmitResources" })
        {
            Assert.Matches($@"(?m)^{step} +up to date +\d+\.\d\d s  \S", second.OutputText);
        }
    }

    [Fact]
    }

    [Fact]
    public async Task Demo_crosses_an_air_gap_with_everything_in_it()
    {
        var archives = _folder.Combine("output", "archives");

        (await RunAsync("--target", "Pack")).EnsureSuccess();
        (await RunInAsync("inside", "empty", "--target", "Verify", "--from", archives)).EnsureSuccess();
        var published = await RunInAsync("inside", "empty", "--target", "Publish", "--from", archives);
        (await RunAsync("--target", "Publish")).EnsureSuccess();

        published.EnsureSuccess();
        Assert.DoesNotContain("(source)", published.OutputText, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(_folder.Combine("inside", "receipts")));
        Assert.Equal(Resources("output"), Resources("inside"));
        Assert.False(Directory.Exists(_folder.Combine("empty", "blobs")), "Something was unpacked.");

        IEnumerable<(string Name, string Text)> Resources(string output) => Directory.EnumerateFiles(_folder.Combine(output, "cluster-resources"))
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));
