using System.Globalization;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Sandbox.Serving;
using Mirror.Testing.Images;

namespace Mirror.EndToEnd.Tests;

/// <summary>
/// What a killed Pack or Publish from archives leaves behind, and that the next one goes on from there. Moments are counted in files that appeared and in requests that were
/// answered, so that a slow machine is killed at the same places as a fast one.
/// </summary>
public sealed class ArchiveCrashTests(CrashRegistries registries) : IClassFixture<CrashRegistries>
{
    private const int Moments = 20;
    private const string SegmentSize = "1MiB";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pack_goes_on_after_a_kill_at_any_moment_and_gives_the_same_files()
    {
        // Layers of which no two share a segment of the smallest size that can be asked for.
        var image = new ImageBuilder { Layers = [.. Enumerable.Range(0, 10).Select(i => Layer.Random($"pack/{i}", 600_000))] }.Build();
        await registries.Client.PushImageAsync(registries.Source.BaseUri, "pack/large", "1", image, Token);
        using var reference = PackWorkspace();
        await FetchAsync(reference);
        await PackAsync(reference);
        var expected = Archives(reference);
        Assert.Equal(10 + 1, expected.Count);

        // A segment appears twice: under its temporary name, then under its own.
        var random = new Random(3);
        await AtEachMomentAsync(_ => random.Next(1, 20), async moment =>
        {
            using var workspace = PackWorkspace();
            await FetchAsync(workspace);
            await KillAfterFilesAsync(workspace, moment);
            foreach (var (file, bytes) in Archives(workspace).Where(file => file.Key.EndsWith(".tar", StringComparison.Ordinal) && !file.Key.StartsWith('.')))
            {
                Assert.Equal(expected[file], bytes);
            }

            await PackAsync(workspace);

            Assert.Equal(expected.Keys, Archives(workspace).Keys);
            Assert.All(Archives(workspace), file => Assert.Equal(expected[file.Key], file.Value));
        });
    }

    [Fact]
    public async Task Publish_from_an_archive_goes_on_after_a_kill_at_any_moment_and_sends_nothing_again()
    {
        var random = new Random(4);
        var kept = 0;
        var next = 0;
        await AtEachMomentAsync(_ => random.Next(1, 23), async moment =>
        {
            // 24 requests make a publish of one set: a head, three blobs with two requests and a manifest for each image.
            var name = string.Create(CultureInfo.InvariantCulture, $"gap-{Interlocked.Increment(ref next)}");
            await registries.PushAsync(name, Token);
            using var outside = registries.NewWorkspace(name);
            await FetchAsync(outside);
            await PackAsync(outside);
            using var inside = new MirrorWorkspace();
            inside.Configure([.. CrashRegistries.Images(name).Select(entry => $"name: quay.io/{entry.Repository}:1")]);
            Directory.Move(outside.Folder.Combine("output", "archives"), inside.Folder.Combine("usb"));
            var below = $"/v2/{name}/";
            var destination = $"docker://{registries.Destination.Endpoint}/{name}";
            var reached = registries.Destination.WaitForRequestsAsync(moment, request => IsBelow(request, below), Token);
            using (var host = HostProcess.Start(inside, "Publish", destination, "", "--from", inside.Folder.Combine("usb")))
            {
                await HostProcess.KillWhenAsync(host, reached, Token);
            }

            var before = (await registries.Destination.RequestsAsync(Token)).Where(request => IsBelow(request, below)).ToList();
            await inside.PublishAsync(inside.Options(destination) with { From = [inside.Folder.Combine("usb")] }, Token);

            var after = (await registries.Destination.RequestsAsync(Token)).Where(request => IsBelow(request, below)).Skip(before.Count);
            var arrived = before.Select(CrashTests.Arrival).OfType<string>().ToList();
            Interlocked.Add(ref kept, arrived.Count);
            Assert.Empty(after.Select(CrashTests.Arrival).OfType<string>().Intersect(arrived));
            foreach (var (repository, image) in CrashRegistries.Images(name))
            {
                Assert.Equal(image.Digest, Digest.Of(await registries.ReadManifestAsync($"{name}/{repository}", image.Digest, Token)));
            }

            Assert.False(Directory.Exists(inside.Folder.Combine("store", "blobs")), "Something was unpacked.");
            Assert.Single(Directory.EnumerateFiles(inside.Folder.Combine("output", "receipts"), "*.json"));
        });
        Assert.True(kept > 0, "No kill came after a blob had arrived.");
    }

    private static async Task AtEachMomentAsync(Func<int, int> choose, Func<int, Task> test)
    {
        var moments = Enumerable.Range(0, Moments).Select(choose).ToList();
        await Parallel.ForEachAsync(moments, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Token }, async (moment, _) => await test(moment));
    }

    private static async Task KillAfterFilesAsync(MirrorWorkspace workspace, int moment)
    {
        var folder = Directory.CreateDirectory(workspace.Folder.Combine("output", "archives")).FullName;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(folder);
        var left = moment;
        watcher.Created += (_, _) => Count();
        watcher.Renamed += (_, _) => Count();
        watcher.EnableRaisingEvents = true;
        using var host = HostProcess.Start(workspace, "Pack", destination: null, "", "--exclusive", "--archive-size", SegmentSize);
        await HostProcess.KillWhenAsync(host, reached.Task.WaitAsync(Patience, Token), Token);

        void Count()
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                reached.TrySetResult();
            }
        }
    }

    private MirrorWorkspace PackWorkspace()
    {
        var workspace = new MirrorWorkspace();
        workspace.Redirect(("quay.io", registries.Source.Endpoint));
        workspace.Configure("name: quay.io/pack/large:1");
        return workspace;
    }

    private static async Task FetchAsync(MirrorWorkspace workspace)
    {
        using var engine = workspace.NewEngine(workspace.Options(null));
        await engine.ResolveAsync(Token);
        await engine.LockAsync(Token);
        await engine.FetchAsync(Token);
    }

    private static async Task PackAsync(MirrorWorkspace workspace)
    {
        using var engine = workspace.NewEngine(workspace.Options(null) with { ArchiveSize = 1 << 20 });
        await engine.PackAsync(Token);
    }

    private static SortedDictionary<string, byte[]> Archives(MirrorWorkspace workspace) => new(
        Directory.EnumerateFiles(workspace.Folder.Combine("output", "archives")).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes),
        StringComparer.Ordinal);

    private static bool IsBelow(LoggedRequest request, string path) => request.Path.StartsWith(path, StringComparison.Ordinal);
}
