using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Oci.Store;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Garbage collection of the content store.</summary>
public sealed class GcTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private readonly HttpClient _client = new();
    private DockerRegistryProcess _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await DockerRegistryProcess.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _client.Dispose();
        _workspace.Dispose();
    }

    private int Blobs => Directory.EnumerateFiles(_workspace.Folder.Combine("store", "blobs", "sha256")).Count();

    private async Task FetchAsync(params string[] images)
    {
        _workspace.Configure([.. images.Select(image => $"name: quay.io/{image}")]);
        await _workspace.LockAsync(Token);
        using var engine = _workspace.NewEngine(_workspace.Options(null));
        await engine.FetchAsync(Token);
    }

    private async Task<StepResult> CollectAsync(Func<MirrorOptions, MirrorOptions>? change = null)
    {
        var options = _workspace.Options(null);
        using var engine = _workspace.NewEngine(change is null ? options : change(options));
        return await engine.GcAsync(Token);
    }

    private async Task PushAsync()
    {
        await _client.PushImageAsync(_source.BaseUri, "a/one", "1", IndexBuilder.Simple("one", ImageFormat.Oci, "amd64", "arm64"), Token);
        await _client.PushImageAsync(_source.BaseUri, "a/two", "1", ImageBuilder.Simple("two"), Token);
    }

    [Fact]
    public async Task What_no_lock_needs_is_removed_and_the_rest_is_whole()
    {
        await PushAsync();
        await FetchAsync("a/one:1", "a/two:1");
        var before = Blobs;
        await FetchAsync("a/one:1");
        File.WriteAllText(_workspace.Folder.Combine("store", "incoming", "999999-left"), "half");

        var result = await CollectAsync();
        var again = await CollectAsync();

        Assert.StartsWith($"removed 4 of {before} blobs, ", result.Message, StringComparison.Ordinal);
        Assert.EndsWith("from 'store'; what 'mirror/mirror.lock.json', 'output/plan/mirror.lock.json' need is kept", result.Message, StringComparison.Ordinal);
        Assert.True(again.IsUpToDate);
        Assert.Equal(before - 4, Blobs);
        Assert.Empty(Directory.EnumerateFiles(_workspace.Folder.Combine("store", "incoming")));
        Assert.DoesNotContain("a/two", File.ReadAllText(_workspace.Folder.Combine("store", "index.json")), StringComparison.Ordinal);
        using var engine = _workspace.NewEngine(_workspace.Options(null) with { Deep = true, LockMode = LockMode.Frozen });
        await engine.VerifyAsync(Token);
    }

    [Fact]
    public async Task Content_of_mirrors_beside_this_one_and_of_given_locks_stays()
    {
        await PushAsync();
        await FetchAsync("a/one:1", "a/two:1");
        var before = Blobs;
        Directory.CreateDirectory(_workspace.Folder.Combine("beside"));
        File.Copy(_workspace.Folder.Combine("mirror", "mirror.lock.json"), _workspace.Folder.Combine("beside", "mirror.lock.json"));
        await FetchAsync("a/one:1");

        var beside = await CollectAsync();
        Directory.Move(_workspace.Folder.Combine("beside"), _workspace.Folder.Combine("mirror", "elsewhere"));
        var given = await CollectAsync(options => options with { Live = [new BaseFile(_workspace.Folder.Combine("mirror", "elsewhere"))] });

        Assert.True(beside.IsUpToDate, beside.Message);
        Assert.True(given.IsUpToDate, given.Message);
        Assert.Equal(before, Blobs);
    }

    [Fact]
    public async Task Store_in_use_by_another_process_is_left_alone()
    {
        await PushAsync();
        await FetchAsync("a/two:1");
        await FetchAsync("a/one:1");
        var before = Blobs;

        MirrorException failure;
        using (await StoreUse.ShareAsync(_workspace.Folder.Combine("store"), Token))
        {
            failure = await Assert.ThrowsAsync<MirrorException>(() => CollectAsync());
        }

        Assert.Equal(MirrorErrors.StoreInUse, Assert.Single(failure.Diagnostics).Code);
        Assert.Equal(before, Blobs);
        Assert.False((await CollectAsync()).IsUpToDate);
    }

    [Fact]
    public async Task Store_is_not_emptied_because_no_lock_is_known()
    {
        await PushAsync();
        await FetchAsync("a/one:1");
        var before = Blobs;
        File.Delete(_workspace.Folder.Combine("mirror", "mirror.lock.json"));
        Directory.Delete(_workspace.Folder.Combine("output"), recursive: true);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => CollectAsync());
        File.WriteAllText(_workspace.Folder.Combine("mirror", "mirror.lock.json"), "{");
        var damaged = await Assert.ThrowsAsync<MirrorException>(() => CollectAsync());

        Assert.Equal(MirrorErrors.LiveLockMissing, Assert.Single(failure.Diagnostics).Code);
        Assert.Equal(MirrorErrors.LockUnreadable, Assert.Single(damaged.Diagnostics).Code);
        Assert.Equal(before, Blobs);
    }

    [Fact]
    public async Task Live_lock_that_is_not_there_removes_nothing()
    {
        await PushAsync();
        await FetchAsync("a/one:1");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => CollectAsync(options => options with { Live = [new BaseFile(_workspace.Folder.Combine("nowhere"))] }));

        Assert.Equal(
            "error MIR5108: There is no live lock 'nowhere'; what it needs would not be safe. Name the lock's file, the folder that it is in, or 'git:REVISION' with '--live'.",
            Assert.Single(failure.Diagnostics).ToString());
    }

    [Fact]
    public async Task Missing_store_has_nothing_to_collect() => Assert.True((await CollectAsync()).IsUpToDate);
}
