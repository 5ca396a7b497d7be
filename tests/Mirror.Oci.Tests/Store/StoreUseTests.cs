using Mirror.Oci.Store;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Store;

public sealed class StoreUseTests
{
    [Fact]
    public async Task Many_may_use_a_store_and_one_may_have_it_alone()
    {
        using var folder = new TempFolder();
        var first = await StoreUse.ShareAsync(folder.Path, TestContext.Current.CancellationToken);
        var second = await StoreUse.ShareAsync(folder.Path, TestContext.Current.CancellationToken);

        Assert.Null(StoreUse.TryOwn(folder.Path));
        first.Dispose();
        Assert.Null(StoreUse.TryOwn(folder.Path));
        second.Dispose();
        using var alone = StoreUse.TryOwn(folder.Path);

        Assert.NotNull(alone);
        Assert.Null(StoreUse.TryOwn(folder.Path));
    }

    [Fact]
    public async Task Who_wants_to_use_a_store_waits_until_it_is_swept()
    {
        using var folder = new TempFolder();
        var alone = StoreUse.TryOwn(folder.Path);

        var waiting = StoreUse.ShareAsync(folder.Path, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        alone!.Dispose();

        using var shared = await waiting;
        Assert.Null(StoreUse.TryOwn(folder.Path));
    }

    [Fact]
    public async Task Missing_store_is_made_by_who_uses_it()
    {
        using var folder = new TempFolder();

        using var shared = await StoreUse.ShareAsync(folder.Combine("a", "b"), TestContext.Current.CancellationToken);

        Assert.True(Directory.Exists(folder.Combine("a", "b")));
    }
}
