using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;
using Mirror.Sandbox.Images;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Copying;

public sealed class ImageCopierTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ImageCopy Copy(string repository, string tag, ImageContent image, ImageKind kind = ImageKind.Additional, params TargetName[] requires)
    {
        var target = new TargetName(repository, tag);
        var source = ImageReference.Docker("quay.io", repository, digest: image.Digest);
        return new ImageCopy(new PlannedImage(kind, source, source, target, 1) { Requires = requires, Because = "test" }, target, Tree(image));
    }

    private static ManifestTree Tree(ImageContent image)
    {
        var manifests = image.AllManifests().ToDictionary(manifest => manifest.Digest);
        return Build(image.Manifest);

        ManifestTree Build(ManifestContent manifest) => new(manifest, [.. manifest.Manifest.Children.Select(child => Build(manifests[child.Digest]))]);
    }

    private async Task<IReadOnlyList<CopyFailure>> RunAsync(StrictDestination destination, CopyPlan plan, IEnumerable<ImageContent> images)
    {
        var progress = new CopyProgress();
        var supply = new BlobSupply(new ContentStore(_folder.Combine("store")), new MemorySource(images), keepLayers: false, progress);
        using var gate = new TransferGate(4, null, TimeProvider.System);
        return await new ImageCopier(destination, supply, gate, progress).CopyAsync(plan, Token);
    }

    [Fact]
    public async Task Random_plans_upload_each_blob_once_and_hurt_only_what_depends_on_a_failure()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var layers = Enumerable.Range(0, 6).Select(i => Layer.Random($"{seed}-{i}", 200)).ToList();
            var images = Enumerable.Range(0, 12)
                .Select(i => new ImageBuilder { Layers = [.. layers.Where(_ => random.Next(3) == 0), Layer.Random($"{seed}-own-{i}", 100)] }.Build())
                .ToList();
            var refused = Enumerable.Range(0, 5).Where(_ => random.Next(5) == 0).Select(i => $"r{i}").ToHashSet();
            var copies = images.Select((image, i) => Copy($"r{random.Next(5)}", $"t{i}", image)).ToList();
            var destination = new StrictDestination(refused);

            var failures = await RunAsync(destination, new CopyPlan(copies, []), images);

            var expected = copies.Where(copy => refused.Contains(copy.Target.Repository)).Select(copy => copy.Target.ToString()).Order(StringComparer.Ordinal);
            Assert.Equal(expected, failures.Select(failure => failure.Image.Target.ToString()).Order(StringComparer.Ordinal));
            Assert.All(copies.Where(copy => !refused.Contains(copy.Target.Repository)), copy => Assert.True(destination.Has(copy.Target.Repository, copy.Target.Tag)));
            Assert.All(destination.Uploads, upload => Assert.Equal(1, upload.Value));
        }
    }

    [Fact]
    public async Task Children_are_pushed_before_their_index()
    {
        var image = IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64");
        var destination = new StrictDestination(new HashSet<string>());

        var failures = await RunAsync(destination, new CopyPlan([Copy("a", "1", image)], []), [image]);

        Assert.Empty(failures);
        Assert.True(destination.Has("a", "1"));
    }

    [Fact]
    public async Task Image_is_held_back_with_what_it_requires()
    {
        var related = ImageBuilder.Simple("related");
        var bundle = ImageBuilder.Simple("bundle");
        var catalog = ImageBuilder.Simple("catalog");
        var plan = new CopyPlan(
            [
                Copy("operator", "related", related, ImageKind.OperatorRelated),
                Copy("bundle", "1", bundle, ImageKind.OperatorBundle, new TargetName("operator", "related")),
                Copy("catalog", "1", catalog, ImageKind.OperatorCatalog, new TargetName("bundle", "1")),
            ],
            []);
        var destination = new StrictDestination(new HashSet<string> { "operator" });

        var failures = await RunAsync(destination, plan, [related, bundle, catalog]);

        Assert.Equal(["MIR3021", "MIR5001", "MIR5001"], failures.Select(failure => failure.Reason.Diagnostics[0].Code.Id));
        Assert.False(destination.Has("catalog", "1"));
    }

    [Fact]
    public async Task Image_is_held_back_when_what_it_requires_was_never_planned()
    {
        var bundle = ImageBuilder.Simple("bundle");
        var gone = new TargetName("operator", "gone");
        var plan = new CopyPlan([Copy("bundle", "1", bundle, ImageKind.OperatorBundle, gone)], [gone]);

        var failures = await RunAsync(new StrictDestination(new HashSet<string>()), plan, [bundle]);

        Assert.Equal("MIR5001", Assert.Single(failures).Reason.Diagnostics[0].Code.Id);
    }

    [Fact]
    public async Task Transfer_that_takes_too_long_is_ended()
    {
        var time = new ManualTimeProvider();
        using var gate = new TransferGate(1, TimeSpan.FromMinutes(10), time);
        var started = new TaskCompletionSource();
        var transfer = gate.RunAsync(TestDigest.Of("slow"), WaitAsync, Token);
        await started.Task;

        time.Advance(TimeSpan.FromMinutes(11));

        var failure = await Assert.ThrowsAsync<MirrorException>(() => transfer);
        Assert.Equal("MIR5009", failure.Diagnostics[0].Code.Id);

        async Task<bool> WaitAsync(CancellationToken token)
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return true;
        }
    }
}
