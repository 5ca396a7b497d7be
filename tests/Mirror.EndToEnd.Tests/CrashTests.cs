using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Oci.Store;
using Mirror.Sandbox.Images;
using Mirror.Sandbox.Serving;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>
/// What a killed process leaves behind, and that the next one goes on from there. The moments are counted in requests that a registry has answered, so that a
/// slow machine is killed at the same places as a fast one.
/// </summary>
public sealed class CrashTests(CrashRegistries registries) : IClassFixture<CrashRegistries>
{
    private const int Moments = 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_goes_on_after_a_kill_at_any_moment_and_sends_nothing_again()
    {
        // A publish of one set asks the destination 24 times: a head, three blobs with two requests and a manifest for each image.
        var kept = 0;
        await AtEachMomentAsync("publish", seed: 1, lastMoment: 22, async (name, moment) =>
        {
            using var workspace = registries.NewWorkspace(name);
            var below = $"/v2/{name}/";
            var reached = registries.Destination.WaitForRequestsAsync(moment, request => IsBelow(request, below), Token);
            await KillWhenAsync(reached, workspace, "Publish", $"docker://{registries.Destination.Endpoint}/{name}");
            AssertValid(workspace);
            var before = (await registries.Destination.RequestsAsync(Token)).Where(request => IsBelow(request, below)).ToList();

            await workspace.PublishAsync(workspace.Options($"docker://{registries.Destination.Endpoint}/{name}"), Token);

            AssertValid(workspace);
            var after = (await registries.Destination.RequestsAsync(Token)).Where(request => IsBelow(request, below)).Skip(before.Count);
            var arrived = before.Select(Arrival).OfType<string>().ToList();
            Interlocked.Add(ref kept, arrived.Count);
            Assert.Empty(after.Select(Arrival).OfType<string>().Intersect(arrived));
            foreach (var (repository, image) in CrashRegistries.Images(name))
            {
                var raw = await registries.ReadManifestAsync($"{name}/{repository}", image.Digest, Token);
                Assert.Equal(image.Digest, Digest.Of(raw));
            }
        });
        Assert.True(kept > 0, "No kill came after a blob had arrived.");
    }

    [Fact]
    public async Task Fetch_goes_on_after_a_kill_at_any_moment_and_asks_for_nothing_again()
    {
        // A fetch of one set makes 12 requests to the source: a manifest and three blobs for each image.
        var kept = 0;
        await AtEachMomentAsync("fetch", seed: 2, lastMoment: 11, async (name, moment) =>
        {
            using var workspace = registries.NewWorkspace(name);
            var below = $"/v2/{name}/";
            var reached = registries.Source.WaitForRequestsAsync(moment, request => IsBelow(request, below), Token);
            await KillWhenAsync(reached, workspace, "Fetch", destination: null);
            AssertValid(workspace);
            var present = Blobs(workspace).Select(path => Path.GetFileName(path)!).ToHashSet(StringComparer.Ordinal);
            Interlocked.Add(ref kept, present.Count);
            var before = (await registries.Source.RequestsAsync(Token)).Count(request => IsBelow(request, below));

            using (var engine = workspace.NewEngine(workspace.Options(null)))
            {
                await engine.ResolveAsync(Token);
                await engine.LockAsync(Token);
                await engine.FetchAsync(Token);
            }

            AssertValid(workspace);
            var after = (await registries.Source.RequestsAsync(Token)).Where(request => IsBelow(request, below)).Skip(before);
            Assert.DoesNotContain(after, request => request.Path.Contains("/blobs/", StringComparison.Ordinal) && present.Contains(request.Path[^64..]));
            var expected = CrashRegistries.Images(name)
                .SelectMany(entry => entry.Image.AllBlobs().Select(blob => blob.Descriptor.Digest).Append(entry.Image.Digest))
                .Select(digest => digest.Hex)
                .ToHashSet(StringComparer.Ordinal);
            Assert.Superset(expected, Blobs(workspace).Select(path => Path.GetFileName(path)!).ToHashSet(StringComparer.Ordinal));
        });
        Assert.True(kept > 0, "No kill came after a blob had arrived.");
    }

    [Fact]
    public async Task Two_processes_fill_one_store_at_the_same_time()
    {
        const string Name = "twins";
        await registries.PushAsync(Name, Token);
        using var first = registries.NewWorkspace(Name);
        using var second = registries.NewWorkspace(Name);
        var store = first.Folder.Combine("store");

        var results = await Task.WhenAll(HostAsync(first, store), HostAsync(second, store));

        Assert.All(results, result => result.EnsureSuccess());
        AssertValid(first);
        Assert.Equal(12, Blobs(first).Count());
        Assert.Empty(Directory.EnumerateFiles(first.Folder.Combine("store", "incoming")));

        static Task<ToolResult> HostAsync(MirrorWorkspace workspace, string store) => ToolProcess.RunAsync(
            "dotnet",
            HostProcess.Arguments(workspace, "Fetch", destination: null, store),
            new ToolOptions { Environment = HostProcess.Environment(workspace), WorkingFolder = workspace.Folder.Path },
            Token);
    }

    [Fact]
    public async Task Full_disk_is_said_and_what_arrived_is_kept()
    {
        const string Name = "full";
        await registries.PushAsync(Name, Token);
        using var workspace = registries.NewWorkspace(Name);
        await using var disk = await SmallDisk.MountAsync(workspace.Folder.Combine("store"), "128k", Token);
        using var engine = workspace.NewEngine(workspace.Options(null));
        await engine.ResolveAsync(Token);
        await engine.LockAsync(Token);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => engine.FetchAsync(Token));

        Assert.Equal(ExitCode.Failed, failure.ExitCode);
        Assert.Contains(failure.Diagnostics, diagnostic => diagnostic.Code == MirrorErrors.DiskFull);
        AssertValid(workspace);
    }

    [Fact]
    public async Task Blob_that_does_not_fit_is_a_full_disk()
    {
        using var folder = new TempFolder();
        await using var disk = await SmallDisk.MountAsync(folder.Combine("store"), "128k", Token);
        var store = new BlobFolder(folder.Combine("store"));
        var bytes = new byte[300_000];

        var failure = await Assert.ThrowsAsync<MirrorException>(() => store.IngestAsync(bytes, Token));

        Assert.Equal(MirrorErrors.DiskFull, failure.Diagnostics[0].Code);
        Assert.Empty(Directory.EnumerateFiles(folder.Combine("store"), "*", SearchOption.AllDirectories));
    }

    /// <summary>Several at a time, because most of it is waiting for processes to start.</summary>
    private async Task AtEachMomentAsync(string prefix, int seed, int lastMoment, Func<string, int, Task> test)
    {
        var random = new Random(seed);
        var moments = Enumerable.Range(0, Moments)
            .Select(i => (Name: string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i}"), Moment: random.Next(1, lastMoment + 1)))
            .ToList();
        await Parallel.ForEachAsync(moments, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Token }, async (entry, token) =>
        {
            await registries.PushAsync(entry.Name, token);
            await test(entry.Name, entry.Moment);
        });
    }

    private static async Task KillWhenAsync(Task reached, MirrorWorkspace workspace, string target, string? destination)
    {
        using var host = HostProcess.Start(workspace, target, destination);
        await HostProcess.KillWhenAsync(host, reached, Token);

        // A host that ended by itself has done all requests; the moment then came and went while it did.
        await reached.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    private static bool IsBelow(LoggedRequest request, string path) => request.Path.StartsWith(path, StringComparison.Ordinal);

    /// <summary>Repository and digest of an upload that was complete.</summary>
    internal static string? Arrival(LoggedRequest request) => request is { Method: "PUT", Status: 201 } && request.Path.Contains("/blobs/uploads/", StringComparison.Ordinal)
        ? request.Path[..request.Path.IndexOf("/blobs/", StringComparison.Ordinal)] + Uri.UnescapeDataString(request.Query)[^71..]
        : null;

    private static IEnumerable<string> Blobs(MirrorWorkspace workspace)
    {
        var folder = workspace.Folder.Combine("store", "blobs");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [];
    }

    private static void AssertValid(MirrorWorkspace workspace)
    {
        Assert.All(Blobs(workspace), path =>
        {
            using var file = File.OpenRead(path);
            Assert.Equal(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(file)));
        });
        var lockFile = workspace.Folder.Combine("mirror", "mirror.lock.json");
        if (File.Exists(lockFile))
        {
            LockFileReader.Read(File.ReadAllBytes(lockFile), lockFile);
        }

        var output = workspace.Folder.Combine("output");
        foreach (var path in Directory.Exists(output) ? Directory.EnumerateFiles(output, "*.json", SearchOption.AllDirectories) : [])
        {
            if (!Path.GetFileName(path).StartsWith('.'))
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            }
        }
    }
}
