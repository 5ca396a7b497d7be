using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;
using Mirror.Sandbox.Images;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Copying;

public sealed class ShardCopierTests : IDisposable
{
    private const int Parts = 3;

    private readonly TempFolder _folder = new();
    private readonly CopyProgress _progress = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static List<ImageContent> RandomImages(int seed)
    {
        var random = new Random(seed);
        var shared = Enumerable.Range(0, 6).Select(i => Layer.Random($"{seed}-{i}", 200_000)).ToList();
        return
        [
            .. Enumerable.Range(0, 12).Select(i => new ImageBuilder
            {
                Layers = [.. shared.Where(_ => random.Next(3) == 0), Layer.Random($"{seed}-own-{i}", 1_000 * (1 + random.Next(100)))],
            }.Build()),
        ];
    }

    private static CopyPlan Plan(IReadOnlyList<ImageContent> images) => new(images.Select((image, i) => Copy($"r{i % 5}", $"t{i}", image)), []);

    private static ImageCopy Copy(string repository, string tag, ImageContent image)
    {
        var target = new TargetName(repository, tag);
        var source = ImageReference.Docker("quay.io", repository, digest: image.Digest);
        return new ImageCopy(new PlannedImage(ImageKind.Additional, source, source, target, 1), target, new ManifestTree(image.Manifest, []));
    }

    [Fact]
    public void Each_blob_is_in_one_part_and_the_parts_weigh_about_the_same()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var plan = Plan(RandomImages(seed));

            var shards = new ShardPlan(plan, Parts);
            var parts = Enumerable.Range(1, Parts).Select(number => shards.Of(new Shard(number, Parts))).ToList();

            Assert.Equal(
                plan.Blobs.Select(blob => blob.Digest.ToString()).Order(StringComparer.Ordinal),
                parts.SelectMany(part => part).Select(blob => blob.Digest.ToString()).Order(StringComparer.Ordinal));
            var weights = Enumerable.Range(1, Parts).Select(number => shards.BytesOf(new Shard(number, Parts))).ToList();
            Assert.True(weights.Max() - weights.Min() <= 300_000, string.Join(' ', weights));
        }
    }

    [Fact]
    public async Task Run_that_finishes_links_what_the_parts_have_sent()
    {
        var images = RandomImages(1);
        var plan = Plan(images);
        var destination = new StrictDestination(new HashSet<string>());
        var supply = new BlobSupply(new ContentStore(_folder.Combine("store")), new MemorySource(images), keepLayers: false, _progress);
        using var gate = new TransferGate(4, null, TimeProvider.System);
        var shards = new ShardPlan(plan, Parts);
        foreach (var number in Enumerable.Range(1, Parts))
        {
            Assert.Empty(await new ShardCopier(destination, supply, gate, _progress).CopyAsync(plan, shards.Of(new Shard(number, Parts)), Token));
        }

        Assert.All(plan.Images, copy => Assert.False(destination.Has(copy.Target.Repository, copy.Target.Tag)));
        Assert.Empty(await new ImageCopier(destination, supply, gate, _progress).CopyAsync(plan, Token));

        Assert.All(plan.Images, copy => Assert.True(destination.Has(copy.Target.Repository, copy.Target.Tag)));
        Assert.Equal(plan.Blobs.Count, destination.Uploads.Count);
        Assert.All(destination.Uploads, upload => Assert.Equal(1, upload.Value));
    }

    [Fact]
    public async Task Blob_that_is_refused_names_the_image_that_owns_it()
    {
        var images = RandomImages(2);
        var plan = Plan(images);
        var destination = new StrictDestination(new HashSet<string> { "r0" });
        var supply = new BlobSupply(new ContentStore(_folder.Combine("store")), new MemorySource(images), keepLayers: false, _progress);
        using var gate = new TransferGate(4, null, TimeProvider.System);

        var failures = await new ShardCopier(destination, supply, gate, _progress).CopyAsync(plan, new ShardPlan(plan, 1).Of(new Shard(1, 1)), Token);

        Assert.NotEmpty(failures);
        Assert.All(failures, failure => Assert.Equal("r0", failure.Image.Target.Repository));
    }
}
