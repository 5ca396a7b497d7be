using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Store;
using Mirror.Sandbox.Images;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Store;

public sealed class ContentSweepTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly BlobFolder _blobs;

    public ContentSweepTests() => _blobs = new BlobFolder(_folder.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private async Task<ImageContent> AddAsync(ImageContent image)
    {
        foreach (var bytes in image.AllBlobs().Select(blob => blob.Bytes).Concat(image.AllManifests().Select(manifest => manifest.Bytes)))
        {
            await _blobs.IngestAsync(bytes, Token);
        }

        return image;
    }

    [Fact]
    public async Task Everything_below_what_is_kept_stays()
    {
        var index = await AddAsync(new IndexBuilder { Children = [new IndexBuilder { Children = [ImageBuilder.Simple("nested")] }.Build(), ImageBuilder.Simple("direct")] }.Build());
        var other = await AddAsync(ImageBuilder.Simple("other"));
        var loose = await _blobs.IngestAsync(Encoding.UTF8.GetBytes("{ this is no JSON"), Token);

        var swept = await new ContentSweep(_blobs).RemoveAllButAsync([index.Digest, TestDigest.Of("not here")], Token);

        Assert.Equal(1 + other.AllBlobs().Count() + 1, swept.Blobs);
        Assert.All(index.AllManifests(), manifest => Assert.True(_blobs.Contains(manifest.Digest)));
        Assert.All(index.AllBlobs(), blob => Assert.True(_blobs.Contains(blob.Descriptor.Digest)));
        Assert.False(_blobs.Contains(other.Digest));
        Assert.False(_blobs.Contains(loose));
    }

    [Fact]
    public async Task What_is_removed_leaves_alone_what_others_share_and_what_nobody_spoke_of()
    {
        var shared = Layer.Random("shared", 100);
        var removed = await AddAsync(new ImageBuilder { Layers = [shared, Layer.Random("removed", 100)] }.Build());
        var kept = await AddAsync(new ImageBuilder { Layers = [shared, Layer.Random("kept", 100)] }.Build());
        var unrelated = await AddAsync(ImageBuilder.Simple("unrelated"));

        var swept = await new ContentSweep(_blobs).RemoveAsync([removed.Digest], [kept.Digest], Token);

        Assert.Equal(3, swept.Blobs);
        Assert.True(_blobs.Contains(shared.Digest));
        Assert.True(_blobs.Contains(unrelated.Digest));
        Assert.False(_blobs.Contains(removed.Digest));
    }

    [Fact]
    public async Task Damaged_manifest_ends_the_sweep_before_anything_is_removed()
    {
        var image = await AddAsync(ImageBuilder.Simple("image"));
        await AddAsync(ImageBuilder.Simple("other"));
        var before = _blobs.Enumerate().Count();
        var bytes = File.ReadAllBytes(_blobs.PathOf(image.Digest));
        bytes[^10] ^= 1;
        File.WriteAllBytes(_blobs.PathOf(image.Digest), bytes);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => new ContentSweep(_blobs).RemoveAllButAsync([image.Digest], Token));

        Assert.Equal(MirrorErrors.DigestMismatch, Assert.Single(failure.Diagnostics).Code);
        Assert.Equal(before, _blobs.Enumerate().Count());
    }
}
