using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;

namespace Mirror.EndToEnd.Tests;

/// <summary>Archives that build on others: in any order, too early, and where the destination has lost something.</summary>
public sealed class AirGapDeltaTests : AirGapTest
{
    [Fact]
    public async Task Deltas_publish_together_in_any_order_and_twice()
    {
        var (images, a, b, c) = await PackChainAsync();

        var message = await Gap.PublishAsync(Token, Gap.Carry([.. Segments(a), .. Segments(c), .. Segments(b)]));
        var again = await Gap.PublishAsync(Token, Gap.Carry([.. Segments(c), .. Segments(b), .. Segments(a)]));

        Assert.Contains("has 3 images, 3 of them new", message, StringComparison.Ordinal);
        Assert.Contains("has all 3 images", again, StringComparison.Ordinal);
        foreach (var repository in new[] { "a/app1", "a/app2", "a/app3" })
        {
            await Gap.AssertThereAsync(repository, images[repository], Token);
        }
    }

    [Fact]
    public async Task Deltas_publish_one_after_the_other_and_one_that_is_too_early_says_what_it_needs()
    {
        var (images, a, b, c) = await PackChainAsync();
        await Gap.PublishAsync(Token, Gap.Carry(Segments(a)));
        await Gap.Destination.ForgetRequestsAsync(Token);

        var early = await Assert.ThrowsAsync<MirrorException>(() => Gap.PublishAsync(Token, Gap.Carry(Segments(c))));
        var writes = await Gap.WritesAsync(Token);
        await Gap.PublishAsync(Token, Gap.Carry(Segments(b)));
        await Gap.PublishAsync(Token, Gap.Carry(Segments(c)));

        Assert.Equal(0, writes);
        Assert.Equal(ExitCode.Source, early.ExitCode);
        var name = Path.GetFileName(Segments(b)[0])[..("mirror-".Length + 12)];
        Assert.Contains(early.Diagnostics, d => d.Code == MirrorErrors.RequiredContentMissing
            && d.Message.Contains("'a/app2:1'", StringComparison.Ordinal)
            && d.Message.Contains($"'{images["a/app2"].Digest}'", StringComparison.Ordinal)
            && d.Message.Contains($"the archive '{name}'", StringComparison.Ordinal));
        await Gap.AssertThereAsync("a/app3", images["a/app3"], Token);
    }

    [Fact]
    public async Task Only_the_last_delta_is_refused_with_every_image_that_is_missing_and_nothing_is_pushed()
    {
        var (images, _, _, c) = await PackChainAsync();
        await Gap.Destination.ForgetRequestsAsync(Token);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => Gap.PublishAsync(Token, Gap.Carry(Segments(c))));

        Assert.Equal(0, await Gap.WritesAsync(Token));
        foreach (var repository in new[] { "a/app1", "a/app2" })
        {
            Assert.Contains(failure.Diagnostics, d => d.Message.StartsWith($"'{repository}:1'", StringComparison.Ordinal) && d.Message.Contains($"{images[repository].Digest}", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(failure.Diagnostics, d => d.Message.StartsWith("'a/app3:1'", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Gap.Inside.Folder.Combine("output", "receipts")));
    }

    [Fact]
    public async Task Blob_that_the_destination_has_lost_is_named()
    {
        var shared = Layer.Random("shared", 50_000);
        var old = new ImageBuilder { Layers = [shared] }.Build();
        var next = new ImageBuilder { Layers = [shared, Layer.Random("next", 1000)] }.Build();
        await Gap.PushAsync("a/old", old, Token);
        await Gap.PushAsync("a/next", next, Token);
        Gap.Carry(await Gap.PackAsync(Token, repositories: ["a/old"]));
        await Gap.PublishAsync(Token);
        var delta = await Gap.PackAsync(Token, Gap.KeepLock("old"), repositories: ["a/old", "a/next"]);
        var lost = old.AllBlobs().Single(blob => blob.Descriptor.Size > 40_000).Descriptor.Digest;
        using (var client = new HttpClient())
        {
            (await client.DeleteAsync(new Uri(Gap.Destination.BaseUri, $"/v2/ocp/a/old/blobs/{lost}"), Token)).EnsureSuccessStatusCode();
        }

        await Gap.Destination.ForgetRequestsAsync(Token);
        var failure = await Assert.ThrowsAsync<MirrorException>(() => Gap.PublishAsync(Token, Gap.Carry(Segments(delta))));

        Assert.Equal(0, await Gap.WritesAsync(Token));
        Assert.Contains(failure.Diagnostics, d => d.Message.Contains("'a/next:1'", StringComparison.Ordinal) && d.Message.Contains($"{lost}", StringComparison.Ordinal));

        // The archive that brings it mends it, whatever is published.
        await Gap.PublishAsync(Token, [Gap.Carried]);
        await Gap.AssertThereAsync("a/next", next, Token);
    }

    [Fact]
    public async Task Delta_mounts_what_the_destination_has_in_other_repositories()
    {
        var shared = Layer.Random("shared", 50_000);
        var next = new ImageBuilder { Layers = [shared, Layer.Random("next", 1000)] }.Build();
        await Gap.PushAsync("a/old", new ImageBuilder { Layers = [shared] }.Build(), Token);
        await Gap.PushAsync("a/next", next, Token);
        Gap.Carry(await Gap.PackAsync(Token, repositories: ["a/old"]));
        await Gap.PublishAsync(Token);
        var delta = await Gap.PackAsync(Token, Gap.KeepLock("old"), repositories: ["a/next"]);
        await Gap.Destination.ForgetRequestsAsync(Token);

        await Gap.PublishAsync(Token, Gap.Carry(Segments(delta)));

        var uploads = (await Gap.Destination.RequestsAsync(Token)).Count(request => request.Method == "PUT" && request.Path.Contains("/blobs/", StringComparison.Ordinal));
        Assert.Equal(2, uploads);
        await Gap.AssertThereAsync("a/next", next, Token);
    }

    /// <summary>A: two images; B, on A: one goes, one comes; C, on B: one comes.</summary>
    private async Task<(IReadOnlyDictionary<string, ImageContent> Images, IReadOnlyList<string> A, IReadOnlyList<string> B, IReadOnlyList<string> C)> PackChainAsync()
    {
        var images = await Gap.PushManyAsync(4, 10_000, Token);
        var a = await Gap.PackAsync(Token, repositories: ["a/app0", "a/app1"]);
        var b = await Gap.PackAsync(Token, Gap.KeepLock("a"), repositories: ["a/app1", "a/app2"]);
        var c = await Gap.PackAsync(Token, Gap.KeepLock("b"), repositories: ["a/app1", "a/app2", "a/app3"]);
        return (images, a, b, c);
    }
}
