using System.Text.Json.Nodes;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Testing;
using Mirror.Testing.Processes;
using static Mirror.EndToEnd.Tests.Operators.OperatorUpstream;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>Two merge requests that bump two operators of one catalog, merged by the real git.</summary>
public sealed class OperatorMergeTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private TestRegistry _source = null!;
    private OperatorUpstream _upstream = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private JsonNode Source => JsonNode.Parse(_workspace.LockText)!["sources"]![$"operators/{CatalogName}:v1"]!;

    public async ValueTask InitializeAsync()
    {
        RequiredTools.Require("git");
        _source = await TestRegistry.StartAsync(Token);
        _upstream = new OperatorUpstream(_source);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        await _upstream.PushSharedAsync();
        await _upstream.PushOperatorAsync("foo", "0.1.0", "0.2.0", "0.3.0");
        await _upstream.PushOperatorAsync("bar", "1.0.0", "1.1.0");
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0", "0.3.0"), Operator("bar", "1.0.0", "1.1.0"));
        _workspace.Folder.WriteFile("mirror/.gitattributes", "mirror.lock.json merge=mirror-lock\nmirror.lock.referrers.json merge=mirror-lock\n");
        await GitAsync("init", "--quiet", "--initial-branch=main");
        await GitAsync("add", ".gitattributes");
        await CommitAsync("0.1.0", "1.0.0", "base");
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }

        _workspace.Dispose();
    }

    private Task<ToolResult> RunGitAsync(params string[] arguments) => ToolProcess.RunAsync(
        "git",
        ["-C", _workspace.Folder.Combine("mirror"), "-c", "user.name=t", "-c", "user.email=t@example.com", .. arguments],
        Token);

    private async Task GitAsync(params string[] arguments) => (await RunGitAsync(arguments)).EnsureSuccess();

    /// <summary>As the README tells to: the driver is the real host in a process of its own.</summary>
    private Task EnableDriverAsync()
    {
        var host = Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll");
        var arguments = $"--target LockRepair --quiet --store '{_workspace.Folder.Combine("store")}' --output '{_workspace.Folder.Combine("output")}'";
        return GitAsync("config", "merge.mirror-lock.driver", $"dotnet '{host}' {arguments} --merge %O --merge %A --merge %B --merge %P");
    }

    private void Configure(string foo, string bar) =>
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n  packages:\n  - name: bar\n    maxVersion: {bar}\n  - name: foo\n    maxVersion: {foo}\n");

    private async Task CommitAsync(string foo, string bar, string message, params string[] update)
    {
        Configure(foo, bar);
        await _workspace.LockAsync(Token, LockMode.Update, update);
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--message", message);
    }

    private async Task BranchAsync(string branch, string foo, string bar, params string[] update)
    {
        await GitAsync("checkout", "--quiet", "-B", branch, "main");
        await CommitAsync(foo, bar, branch, update);
    }

    private async Task RepairAsync(string store = "store")
    {
        using var engine = _workspace.NewEngine(_workspace.Options(null) with { StoreFolder = _workspace.Folder.Combine(store) });
        await engine.LockRepairAsync(Token);
    }

    /// <summary>What a machine of its own makes of the merged configuration.</summary>
    private async Task<string> ResolvedAnewAsync()
    {
        var merged = _workspace.LockText;
        File.Delete(_workspace.Folder.Combine("mirror", "mirror.lock.json"));
        await _workspace.LockAsync(Token);
        var anew = _workspace.LockText;
        _workspace.Folder.WriteFile("mirror/mirror.lock.json", merged);
        return anew;
    }

    [Fact]
    public async Task Conflict_is_in_the_derived_line_alone_and_repair_solves_it_offline()
    {
        await BranchAsync("first", "0.2.0", "1.0.0");
        await BranchAsync("second", "0.1.0", "1.1.0");
        _source.ForgetRequests();

        Assert.NotEqual(0, (await RunGitAsync("merge", "--no-edit", "first")).ExitCode);
        var inConflict = false;
        var lines = new List<string>();
        foreach (var line in _workspace.LockText.Split('\n'))
        {
            inConflict = line.StartsWith("<<<<<<<", StringComparison.Ordinal) || (inConflict && !line.StartsWith(">>>>>>>", StringComparison.Ordinal));
            lines.AddRange(inConflict ? [line] : []);
        }

        Assert.Equal(4, lines.Count);
        Assert.All([lines[1], lines[3]], line => Assert.StartsWith("      \"derived\":", line, StringComparison.Ordinal));

        await RepairAsync();

        await _workspace.LockAsync(Token, LockMode.Locked);
        Assert.Empty(_source.Requests);
        Assert.Equal(await ResolvedAnewAsync(), _workspace.LockText);
    }

    [Fact]
    public async Task Merge_driver_solves_it_while_git_merges()
    {
        await EnableDriverAsync();
        await BranchAsync("first", "0.2.0", "1.0.0");
        await BranchAsync("second", "0.1.0", "1.1.0");
        _source.ForgetRequests();

        await GitAsync("merge", "--no-edit", "first");

        await _workspace.LockAsync(Token, LockMode.Locked);
        Assert.Empty(_source.Requests);
        Assert.Equal(await ResolvedAnewAsync(), _workspace.LockText);
    }

    [Fact]
    public async Task What_both_sides_changed_is_left_to_people()
    {
        await EnableDriverAsync();
        await BranchAsync("first", "0.2.0", "1.0.0");
        await BranchAsync("second", "0.3.0", "1.1.0");

        var merge = await RunGitAsync("merge", "--no-edit", "first");

        Assert.NotEqual(0, merge.ExitCode);
        Assert.Contains("MIR2437", merge.OutputText + merge.Error, StringComparison.Ordinal);
        Assert.Contains("the operator 'foo'", merge.OutputText + merge.Error, StringComparison.Ordinal);
        Assert.Contains("<<<<<<<", _workspace.LockText, StringComparison.Ordinal);
        Configure("0.3.0", "1.1.0");
        var failure = await Assert.ThrowsAsync<MirrorException>(() => RepairAsync());
        Assert.Equal("MIR2437", failure.Diagnostics[0].Code.Id);
    }

    [Fact]
    public async Task Catalog_that_has_the_operators_of_both_sides_is_found()
    {
        await EnableDriverAsync();
        await _upstream.PushOperatorAsync("foo", "0.4.0");
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0", "0.3.0", "0.4.0"), Operator("bar", "1.0.0", "1.1.0"));
        await BranchAsync("first", "0.4.0", "1.0.0");
        await _upstream.PushOperatorAsync("bar", "1.2.0");
        var newest = await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0", "0.3.0", "0.4.0"), Operator("bar", "1.0.0", "1.1.0", "1.2.0"));
        await BranchAsync("second", "0.1.0", "1.2.0");
        _source.ForgetRequests();

        await GitAsync("merge", "--no-edit", "first");

        Assert.Empty(_source.Requests);
        Assert.Equal($"{CatalogName}@{newest.Digest}", (string?)Source["resolved"]!["image"]);
        await _workspace.LockAsync(Token, LockMode.Locked);
        Assert.Equal(await ResolvedAnewAsync(), _workspace.LockText);
    }

    [Fact]
    public async Task Store_without_the_catalog_is_told_what_it_needs()
    {
        await BranchAsync("first", "0.2.0", "1.0.0");
        await BranchAsync("second", "0.1.0", "1.1.0");
        await RunGitAsync("merge", "--no-edit", "first");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => RepairAsync("empty"));

        Assert.Equal("MIR2435", failure.Diagnostics[0].Code.Id);
        Assert.Contains("'empty'", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{CatalogName}@sha256:", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.StaleLock, failure.ExitCode);
    }

    [Fact]
    public async Task Repair_mends_an_edited_digest_and_leaves_what_it_cannot_check()
    {
        var right = _workspace.LockText;
        var wrong = right.Replace((string)Source["derived"]!["catalog"]!, $"sha256:{new string('1', 64)}", StringComparison.Ordinal);
        _workspace.Folder.WriteFile("mirror/mirror.lock.json", wrong);

        await RepairAsync("empty");
        Assert.Equal(wrong, _workspace.LockText);

        await RepairAsync();
        Assert.Equal(right, _workspace.LockText);
    }
}
