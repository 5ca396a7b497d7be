using Mirror.Engine.Options;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;

namespace Mirror.EndToEnd.Tests;

/// <summary>What an older lock has and no live one needs goes; what anything needs stays and can still be pulled.</summary>
public sealed class PruneTests : DeletionTests
{
    [Fact]
    public async Task Prune_deletes_the_old_and_what_live_locks_share_still_pulls()
    {
        var (first, second, own, shared) = Indexes();
        var twice = ImageBuilder.Simple("twice");
        await PushAsync("a/multi", "1", first);
        await PushAsync("a/multi", "2", second);
        await PushAsync("a/same", "1", twice);
        await PushAsync("a/same", "2", twice);
        await PushAsync("a/elsewhere", "1", twice);
        await PushAsync("a/old", "1", ImageBuilder.Simple("old"));
        var old = await PublishAsync("a/multi:1", "a/multi:2", "a/same:1", "a/same:2", "a/elsewhere:1", "a/old:1");
        await PublishAsync("a/multi:2", "a/same:2");

        var result = await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(old) });

        Assert.Equal(
            "deleted 4 names (0 gone already, 0 moved on); the registry frees the space when its owner runs its garbage collection", result.Message);
        Assert.False(await IsThereAsync($"a/old@1"));
        Assert.False(await IsThereAsync($"a/elsewhere@1"));
        Assert.False(await IsThereAsync($"a/multi@1"));
        Assert.False(await IsThereAsync($"a/multi@{own.Digest}"));
        Assert.True(await IsThereAsync($"a/multi@{shared.Digest}"));
        await PullAsync("a/multi:2");
        await PullAsync("a/same:2");
        await PullAsync("a/same:1");
        using var engine = Workspace.NewEngine(Workspace.Options(Destination) with { Deep = true });
        await engine.VerifyAsync(Token);
    }

    [Fact]
    public async Task Manifest_with_a_tag_that_nobody_named_stays()
    {
        var image = ImageBuilder.Simple("image");
        await PushAsync("a/image", "1", image);
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var old = await PublishAsync("a/keep:1", "a/image:1");
        await PublishAsync("a/keep:1");
        await Client.PushImageAsync(DestinationRegistry.BaseUri, "ocp/a/image", "mine", image, Token);

        var result = await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(old) });

        Assert.True(result.IsUpToDate);
        Assert.Equal("'ocp/a/image:1' stays: the tag 'mine' shows it too, and nobody says that it may go; name that tag too\n", Workspace.Output("delete", "kept.txt"));
        await PullAsync("a/image:mine");
    }

    [Fact]
    public async Task Tag_that_no_lock_names_any_more_stays_on_what_is_needed_and_goes_with_it_by_a_base_that_has_it()
    {
        var image = ImageBuilder.Simple("image");
        await PushAsync("a/image", "1", image);
        await PushAsync("a/image", "2", image);
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var first = await PublishEntriesAsync("first.json", "name: quay.io/a/keep:1", "name: quay.io/a/image:1", "name: quay.io/a/image:2");
        var second = await PublishEntriesAsync("second.json", "name: quay.io/a/keep:1", "name: quay.io/a/image:2");

        var shared = await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(first) });
        var keptShared = Workspace.Output("delete", "kept.txt");
        await PullAsync("a/image:1");
        await PublishEntriesAsync("third.json", "name: quay.io/a/keep:1");
        await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(second) });
        var keptAlone = Workspace.Output("delete", "kept.txt");
        var deletionsBefore = await DeletionsAsync();
        var gone = await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(first) });

        Assert.True(shared.IsUpToDate);
        Assert.Equal(
            "'ocp/a/image:1' stays: images/quay.io/a/image:2 in 'mirror/mirror.lock.json' needs it; the tag goes with its manifest, when a base that has the tag is pruned\n", keptShared);
        Assert.Equal("'ocp/a/image:2' stays: the tag '1' shows it too, and nobody says that it may go; name that tag too\n", keptAlone);
        Assert.Equal(0, deletionsBefore);
        Assert.StartsWith("deleted 2 names (0 gone already, 0 moved on)", gone.Message, StringComparison.Ordinal);
        Assert.Equal(1, await DeletionsAsync());
        Assert.False(await IsThereAsync("a/image@1"));
        Assert.False(await IsThereAsync("a/image@2"));
        await PullAsync("a/keep:1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tag_that_a_deleted_release_left_keeps_nothing(bool isReleaseGone)
    {
        await PushAsync("a/cli", "1", ImageBuilder.Simple("cli"));
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        const string Keep = "name: quay.io/a/keep:1";
        string[] both =
        [
            Keep,
            "name: quay.io/a/cli:1\ntargetRepo: openshift/release\ntargetTag: 4.20.8-x86_64-cli",
            "name: quay.io/a/cli:1\ntargetRepo: openshift/release\ntargetTag: 4.20.9-x86_64-cli",
        ];
        var first = await PublishEntriesAsync("first.json", both);
        var second = await PublishEntriesAsync("second.json", both[0], both[2]);
        if (!isReleaseGone)
        {
            await Client.PushImageAsync(DestinationRegistry.BaseUri, "ocp/openshift/release-images", "4.20.8-x86_64", ImageBuilder.Simple("payload"), Token);
        }

        await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(first) });
        var isShared = await IsThereAsync("openshift/release@4.20.8-x86_64-cli");
        await PublishEntriesAsync("third.json", Keep);
        await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(second) });

        Assert.True(isShared);
        Assert.Equal(!isReleaseGone, await IsThereAsync("openshift/release@4.20.9-x86_64-cli"));
        Assert.Equal(!isReleaseGone, await IsThereAsync("openshift/release@4.20.8-x86_64-cli"));
        Assert.Equal(isReleaseGone, Plan.Contains("imageReference: docker://REGISTRY/ocp/openshift/release:4.20.8-x86_64-cli\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signature_goes_with_its_image()
    {
        var image = ImageBuilder.Simple("image");
        var tag = $"sha256-{image.Digest.Hex}.sig";
        await PushAsync("a/image", "1", image);
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var old = await PublishAsync("a/keep:1", "a/image:1");
        await PublishAsync("a/keep:1");
        await Client.PushImageAsync(DestinationRegistry.BaseUri, "ocp/a/image", tag, ImageBuilder.Simple("signature"), Token);

        await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(old) });

        Assert.Contains($"imageReference: docker://REGISTRY/ocp/a/image:{tag}\n", Plan, StringComparison.Ordinal);
        Assert.False(await IsThereAsync("a/image@1"));
        Assert.False(await IsThereAsync($"a/image@{tag}"));
    }
}
