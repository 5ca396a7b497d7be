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
    public async Task Committed_lock_of_the_demo_is_what_this_machine_computes()
    {
        var committed = await ReadLockAsync();

        var result = await RunAsync("--target", "Lock", "--refresh");

        result.EnsureSuccess();
        Assert.Equal(committed, await ReadLockAsync());
    }

    [Fact]
    public async Task Configuration_without_destination_is_told_to_name_one()
    {
        _folder.WriteFile("mine/imageset.yaml", "kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror: {}\n");

        var result = await RunAsync("--target", "Publish", "--config", _folder.Combine("mine"), "--locked=false");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--destination", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_configuration_is_named_with_its_place_as_seen_from_here()
    {
        _folder.WriteFile("mine/imageset.yaml", "kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  additionalImage: []\n");

        var result = await RunAsync("--target", "Check", "--config", "mine");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("mine/imageset.yaml(4,3): error MIR1", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The lock and what it says of signatures.</summary>
    private static async Task<IReadOnlyList<string>> ReadLockAsync()
    {
        var folder = Path.Combine(Repository.Above(AppContext.BaseDirectory).Root, "mirror-configs", "demo");
        var texts = new List<string>();
        foreach (var name in new[] { "mirror.lock.json", "mirror.lock.referrers.json" })
        {
            texts.Add(await File.ReadAllTextAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken));
        }

        return texts;
    }

    private Task<ToolResult> RunAsync(params string[] args) => ToolProcess.RunAsync(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"),
            .. args,
            "--output", _folder.Combine("output"),
            "--store", _folder.Combine("store"),
        ],
        new ToolOptions { WorkingFolder = _folder.Path, Environment = new Dictionary<string, string?> { ["CI"] = null } },
        TestContext.Current.CancellationToken);
}
