using Mirror.Engine.Options;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Two merge requests and one lock file.</summary>
public sealed class LockMergeTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private TestRegistry _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        foreach (var repository in (string[])["a/one", "a/three", "a/two"])
        {
            await PushAsync(repository, "1");
            await PushAsync(repository, "2");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _workspace.Dispose();
    }

    private Task PushAsync(string repository, string tag) =>
        _source.Client.PushImageAsync(_source.BaseUri, repository, tag, ImageBuilder.Simple($"{repository}:{tag}"), Token);

    private async Task<string> GitAsync(params string[] arguments) => (await ToolProcess.RunAsync(
        "git",
        ["-C", _workspace.Folder.Combine("mirror"), "-c", "user.name=t", "-c", "user.email=t@example.com", .. arguments],
        Token)).EnsureSuccess().OutputText;

    private async Task CommitAsync(string branch, string from, params string[] images)
    {
        await GitAsync("checkout", "--quiet", "-B", branch, from);
        _workspace.Configure(images);
        await _workspace.LockAsync(Token);
        await GitAsync("commit", "--quiet", "--all", "--message", branch);
    }

    [Fact]
    public async Task Branches_that_bump_neighbouring_images_merge_and_the_result_is_locked()
    {
        RequiredTools.Require("git");
        await GitAsync("init", "--quiet", "--initial-branch=main");
        _workspace.Configure("name: quay.io/a/one:1", "name: quay.io/a/three:1", "name: quay.io/a/two:1");
        await _workspace.LockAsync(Token);
        await GitAsync("add", "imageset.yaml", "mirror.lock.json", "mirror.lock.referrers.json");
        await GitAsync("commit", "--quiet", "--message", "base");
        await CommitAsync("first", "main", "name: quay.io/a/one:2", "name: quay.io/a/three:1", "name: quay.io/a/two:1");
        await CommitAsync("second", "main", "name: quay.io/a/one:1", "name: quay.io/a/three:1", "name: quay.io/a/two:2");

        await GitAsync("merge", "--quiet", "--no-edit", "first");

        Assert.DoesNotContain("<<<<<<<", _workspace.LockText, StringComparison.Ordinal);
        await _workspace.LockAsync(Token, LockMode.Locked);
    }

    [Fact]
    public async Task Refreshed_tags_of_neighbours_merge_too()
    {
        RequiredTools.Require("git");
        await GitAsync("init", "--quiet", "--initial-branch=main");
        _workspace.Configure("name: quay.io/a/one:1", "name: quay.io/a/two:1");
        await _workspace.LockAsync(Token);
        await GitAsync("add", "imageset.yaml", "mirror.lock.json", "mirror.lock.referrers.json");
        await GitAsync("commit", "--quiet", "--message", "base");
        await MoveAsync("first", "a/one");
        await MoveAsync("second", "a/two");

        await GitAsync("merge", "--quiet", "--no-edit", "first");

        await _workspace.LockAsync(Token, LockMode.Locked);

        async Task MoveAsync(string branch, string repository)
        {
            await GitAsync("checkout", "--quiet", "-B", branch, "main");
            await _source.Client.PushImageAsync(_source.BaseUri, repository, "1", ImageBuilder.Simple($"{repository} moved"), Token);
            await _workspace.LockAsync(Token, LockMode.Update, $"quay.io/{repository}");
            await GitAsync("commit", "--quiet", "--all", "--message", branch);
        }
    }
}
