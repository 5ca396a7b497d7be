using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>What a lock is compared with: a file, a revision, the target of a merge request.</summary>
public sealed class DiffTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private readonly List<string> _said = [];
    private TestRegistry _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        _workspace.Variables["PATH"] = Path.GetDirectoryName(RequiredTools.PathOf("git"))!;
        foreach (var tag in (string[])["1", "2", "3"])
        {
            await _source.Client.PushImageAsync(_source.BaseUri, "a/one", tag, ImageBuilder.Simple($"a/one:{tag}"), Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _workspace.Dispose();
    }

    private async Task<string> GitAsync(params string[] arguments) => (await ToolProcess.RunAsync(
        "git",
        ["-C", _workspace.Folder.Combine("mirror"), "-c", "user.name=t", "-c", "user.email=t@example.com", .. arguments],
        Token)).EnsureSuccess().OutputText.Trim();

    private async Task LockAsync(params string[] tags)
    {
        _workspace.Configure([.. tags.Select(tag => $"name: quay.io/a/one:{tag}")]);
        await _workspace.LockAsync(Token);
    }

    private async Task<string> CommitAsync(params string[] tags)
    {
        await LockAsync(tags);
        await GitAsync("add", "imageset.yaml", "mirror.lock.json");
        await GitAsync("commit", "--quiet", "--message", string.Join(' ', tags));
        return await GitAsync("rev-parse", "HEAD");
    }

    private async Task<string> DiffAsync(BaseReference? with = null)
    {
        using var engine = _workspace.NewEngine(_workspace.Options(null) with { Base = with }, _said.Add);
        await engine.DiffAsync(Token);
        return _workspace.Output("diff", "diff.txt");
    }

    private async Task<ErrorCode> FailureAsync(BaseReference? with = null) =>
        (await Assert.ThrowsAsync<MirrorException>(() => DiffAsync(with))).Diagnostics[0].Code;

    [Fact]
    public async Task Uncommitted_lock_is_compared_with_the_last_commit()
    {
        await GitAsync("init", "--quiet", "--initial-branch=main");
        var commit = await CommitAsync("1");
        await LockAsync("2");

        var text = await DiffAsync();

        Assert.Contains($"compared with 'git:HEAD ({commit[..12]})'", text, StringComparison.Ordinal);
        Assert.Contains("image quay.io/a/one: 1 -> 2", text, StringComparison.Ordinal);
        Assert.Equal([text], _said);
        Assert.StartsWith("## What changes", _workspace.Output("diff", "diff.md"), StringComparison.Ordinal);
        Assert.StartsWith("{", _workspace.Output("diff", "diff.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_lock_is_all_new()
    {
        await GitAsync("init", "--quiet", "--initial-branch=main");
        await LockAsync("1");
        var text = await DiffAsync();
        Assert.Contains("'git (no commit yet)'", text, StringComparison.Ordinal);

        await GitAsync("add", "imageset.yaml");
        await GitAsync("commit", "--quiet", "--message", "without lock");

        Assert.Contains("Added\n  image quay.io/a/one: 1\n", await DiffAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merge_request_is_compared_with_where_it_left_the_target_branch()
    {
        await GitAsync("init", "--quiet", "--initial-branch=main");
        var fork = await CommitAsync("1");
        await GitAsync("checkout", "--quiet", "-b", "feature");
        await CommitAsync("1", "2");
        await GitAsync("checkout", "--quiet", "main");
        await CommitAsync("1", "3");
        await GitAsync("update-ref", "refs/remotes/origin/main", "main");
        await GitAsync("checkout", "--quiet", "feature");

        _workspace.Variables["GITHUB_BASE_REF"] = "main";
        var github = await DiffAsync();
        _workspace.Variables["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = fork;
        var gitlab = await DiffAsync();

        Assert.Contains($"compared with 'git:origin/main ({fork[..12]})'", github, StringComparison.Ordinal);
        Assert.Contains("Added\n  image quay.io/a/one: 2\n", github, StringComparison.Ordinal);
        Assert.DoesNotContain("Removed", github, StringComparison.Ordinal);
        Assert.Contains($"compared with 'git:{fork[..12]}'", gitlab, StringComparison.Ordinal);
        Assert.Contains("Added\n  image quay.io/a/one: 2\n", gitlab, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_file_is_compared_without_git()
    {
        _workspace.Variables.Remove("PATH");
        await LockAsync("1");
        File.Copy(_workspace.Folder.Combine("mirror", "mirror.lock.json"), _workspace.Folder.Combine("old.json"));
        await LockAsync("2");

        var text = await DiffAsync(new BaseFile(_workspace.Folder.Combine("old.json")));

        Assert.Contains("compared with 'old.json'", text, StringComparison.Ordinal);
        Assert.Contains("1 -> 2", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_stands_for_the_lock_in_it()
    {
        await LockAsync("1");
        _workspace.Folder.WriteFile("old/mirror.lock.json", _workspace.LockText);
        await LockAsync("2");

        Assert.Contains("compared with 'old/mirror.lock.json'", await DiffAsync(new BaseFile(_workspace.Folder.Combine("old"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Base_that_is_not_there_is_an_error()
    {
        await GitAsync("init", "--quiet", "--initial-branch=main");
        await CommitAsync("1");

        Assert.Equal(MirrorErrors.BaseMissing, await FailureAsync(new BaseRevision("v9")));
        Assert.Equal(MirrorErrors.BaseMissing, await FailureAsync(new BaseFile(_workspace.Folder.Combine("none.json"))));
        _workspace.Variables["CHANGE_TARGET"] = "release";
        Assert.Equal(MirrorErrors.BaseMissing, await FailureAsync());
    }

    [Fact]
    public async Task Missing_repository_or_git_is_an_error()
    {
        await LockAsync("1");

        Assert.Equal(MirrorErrors.BaseUnreadable, await FailureAsync());
        _workspace.Variables.Remove("PATH");
        Assert.Equal(MirrorErrors.BaseUnreadable, await FailureAsync());
    }
}
