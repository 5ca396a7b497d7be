using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests.Releases;

/// <summary>Two merge requests that move the update graph on, merged by the real git.</summary>
public sealed class GraphMergeTests(GpgSigner signer) : IClassFixture<GpgSigner>, IAsyncLifetime
{
    private const string Graph = "platform/graph";

    private ReleaseWorld _world = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MirrorWorkspace Workspace => _world.Workspace;

    public async ValueTask InitializeAsync()
    {
        RequiredTools.Require("git");
        _world = await ReleaseWorld.StartAsync(signer);
        Workspace.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        Workspace.Folder.WriteFile("mirror/.gitattributes", "mirror.lock.json merge=mirror-lock\n");
        await _world.PushBaseAsync();
        _world.Configure("graph: true");
        await Workspace.LockAsync(Token);
        await GitAsync("init", "--quiet", "--initial-branch=main");
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--message", "base");
    }

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
        {
            await _world.DisposeAsync();
        }
    }

    private Task<ToolResult> RunGitAsync(params string[] arguments) => ToolProcess.RunAsync(
        "git",
        ["-C", Workspace.Folder.Combine("mirror"), "-c", "user.name=t", "-c", "user.email=t@example.com", .. arguments],
        Token);

    private async Task GitAsync(params string[] arguments) => (await RunGitAsync(arguments)).EnsureSuccess();

    /// <summary>A branch that moves the graph on to what the services have at that moment.</summary>
    private async Task MoveAsync(string branch, string data = "1.0.0", string ubi = "ubi")
    {
        await GitAsync("checkout", "--quiet", "-B", branch, "main");
        _world.Upstream.GraphData = ReleaseUpstream.DataOf(data);
        await _world.PushBaseAsync(ubi);
        await Workspace.LockAsync(Token, LockMode.Update, Graph);
        await GitAsync("commit", "--quiet", "--all", "--message", branch);
    }

    private async Task RepairAsync(string store = "store", params string[] update)
    {
        using var engine = Workspace.NewEngine(Workspace.Options(null) with { StoreFolder = Workspace.Folder.Combine(store), UpdateNames = update });
        await engine.LockRepairAsync(Token);
    }

    /// <summary>The lock of a machine that sees both moves at once.</summary>
    private async Task AssertLockedAsResolvedAnewAsync(string data, string ubi)
    {
        await Workspace.LockAsync(Token, LockMode.Locked);
        var merged = Workspace.LockText;
        _world.Upstream.GraphData = ReleaseUpstream.DataOf(data);
        await _world.PushBaseAsync(ubi);
        await Workspace.LockAsync(Token, LockMode.Update, Graph);
        Assert.Equal(Workspace.LockText, merged);
    }

    [Fact]
    public async Task Data_of_one_side_and_base_of_the_other_are_put_together_offline()
    {
        await MoveAsync("data", data: "2.0.0");
        await MoveAsync("base", ubi: "newer");
        Assert.NotEqual(0, (await RunGitAsync("merge", "--no-edit", "data")).ExitCode);
        Assert.Contains("<<<<<<<", Workspace.LockText, StringComparison.Ordinal);
        _world.Source.ForgetRequests();
        var asked = _world.Upstream.Requests.Count;

        await RepairAsync();

        Assert.Empty(_world.Source.Requests);
        Assert.Equal(asked, _world.Upstream.Requests.Count);
        await AssertLockedAsResolvedAnewAsync("2.0.0", "newer");
    }

    [Fact]
    public async Task Merge_driver_puts_them_together_while_git_merges()
    {
        var host = Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll");
        await GitAsync(
            "config",
            "merge.mirror-lock.driver",
            $"dotnet '{host}' --target LockRepair --quiet --store '{Workspace.Folder.Combine("store")}' --output '{Workspace.Folder.Combine("output")}' --merge %O --merge %A --merge %B --merge %P");
        await MoveAsync("data", data: "2.0.0");
        await MoveAsync("base", ubi: "newer");

        await GitAsync("merge", "--no-edit", "data");

        await AssertLockedAsResolvedAnewAsync("2.0.0", "newer");
    }

    [Fact]
    public async Task Data_that_both_sides_moved_are_solved_by_the_commands_of_the_message()
    {
        await MoveAsync("first", data: "2.0.0");
        await MoveAsync("second", data: "3.0.0");
        await RunGitAsync("merge", "--no-edit", "first");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => RepairAsync());

        Assert.Equal("MIR2437", Assert.Single(failure.Diagnostics).Code.Id);
        Assert.Contains("the graph data of 'platform/graph' were moved on both sides, to 'sha256:", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "'./build.sh --target LockRepair --update platform/graph --config mirror', then './build.sh --target Lock --update platform/graph --config mirror'.",
            failure.Message,
            StringComparison.Ordinal);

        await RepairAsync(update: Graph);
        await Workspace.LockAsync(Token, LockMode.Update, Graph);

        await AssertLockedAsResolvedAnewAsync("3.0.0", "ubi");
    }

    [Fact]
    public async Task Store_without_the_data_is_told_the_same_way_out()
    {
        await MoveAsync("data", data: "2.0.0");
        await MoveAsync("base", ubi: "newer");
        await RunGitAsync("merge", "--no-edit", "data");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => RepairAsync("empty"));

        Assert.Equal("MIR2435", Assert.Single(failure.Diagnostics).Code.Id);
        Assert.Contains("'./build.sh --target LockRepair --update platform/graph --config mirror', then", failure.Message, StringComparison.Ordinal);

        await RepairAsync("empty", Graph);
        await Workspace.LockAsync(Token, LockMode.Locked);
    }

    [Fact]
    public async Task Repair_mends_an_edited_digest_and_leaves_what_it_cannot_check()
    {
        var right = Workspace.LockText;
        var derived = right.Split('\n').Single(line => line.Contains("\"derived\"", StringComparison.Ordinal));
        var digest = derived[derived.IndexOf("sha256:", StringComparison.Ordinal)..][..71];
        var wrong = right.Replace(digest, TestDigest.Of("wrong").ToString(), StringComparison.Ordinal);
        Workspace.Folder.WriteFile("mirror/mirror.lock.json", wrong);

        await RepairAsync("empty");
        Assert.Equal(wrong, Workspace.LockText);

        await RepairAsync();
        Assert.Equal(right, Workspace.LockText);
    }
}
