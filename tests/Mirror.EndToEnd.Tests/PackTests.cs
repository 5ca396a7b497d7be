using System.Globalization;
using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Oci.Archives;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Pack, whole and as deltas, from a registry.</summary>
public sealed class PackTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private readonly HttpClient _client = new();
    private TestRegistry _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Archives => _workspace.Folder.Combine("output", "archives");

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _source.DisposeAsync();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Whole_archive_has_every_image_and_is_an_image_layout_that_skopeo_reads()
    {
        var image = IndexBuilder.Simple("a", ImageFormat.Oci, "amd64", "arm64");
        await PushAsync("a/multi", image);
        await PushAsync("a/single", ImageBuilder.Simple("b"));
        _workspace.Configure("name: quay.io/a/multi:1", "name: quay.io/a/single:1");

        var result = await PackAsync();

        Assert.False(result.IsUpToDate);
        var segment = Assert.Single(Segments());
        (await ToolProcess.RunAsync("sha256sum", ["-c", Path.GetFileName(Directory.EnumerateFiles(Archives, "*.sha256").Single())], new ToolOptions { WorkingFolder = Archives }, Token)).EnsureSuccess();
        await Skopeo.CopyAsync($"oci-archive:{segment}:a/multi:1", $"oci:{_workspace.Folder.Combine("copy")}:x", all: true, Token);
        Assert.True(File.Exists(_workspace.Folder.Combine("copy", "blobs", "sha256", image.Digest.Hex)));
        Directory.CreateDirectory(_workspace.Folder.Combine("unpacked"));
        (await ToolProcess.RunAsync("tar", ["-xf", segment, "-C", _workspace.Folder.Combine("unpacked")], Token)).EnsureSuccess();
        await Skopeo.CopyAsync($"oci:{_workspace.Folder.Combine("unpacked")}:a/single:1", $"oci:{_workspace.Folder.Combine("copy")}:y", all: true, Token);
    }

    [Fact]
    public async Task Second_pack_does_nothing_and_a_pack_elsewhere_gives_the_same_files()
    {
        await PushManyAsync(6);
        await PackAsync(size: 64 << 10);
        var before = Segments().ToDictionary(path => path, File.GetLastWriteTimeUtc);
        _source.ForgetRequests();

        var second = await PackAsync(size: 64 << 10);

        Assert.True(second.IsUpToDate, second.Message);
        Assert.Equal(before, Segments().ToDictionary(path => path, File.GetLastWriteTimeUtc));
        Assert.Empty(_source.Requests);
        Assert.True(before.Count > 3);

        using var elsewhere = new TempFolder();
        var options = Options(64 << 10) with { StoreFolder = elsewhere.Combine("store"), OutputFolder = elsewhere.Combine("other") };
        await PackAsync(options);
        Assert.Equal(
            Directory.EnumerateFiles(Archives).Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), Convert.ToHexString(File.ReadAllBytes(path)))),
            Directory.EnumerateFiles(elsewhere.Combine("other", "archives")).Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), Convert.ToHexString(File.ReadAllBytes(path)))));
    }

    [Fact]
    public async Task Missing_segment_is_written_again_and_the_others_are_left_alone()
    {
        await PushManyAsync(6);
        await PackAsync(size: 64 << 10);
        var segments = Segments();
        var lost = await File.ReadAllBytesAsync(segments[1], Token);
        File.Delete(segments[1]);
        var times = segments.Where((_, i) => i != 1).ToDictionary(path => path, File.GetLastWriteTimeUtc);

        var result = await PackAsync(size: 64 << 10);

        Assert.False(result.IsUpToDate);
        Assert.Equal(lost, await File.ReadAllBytesAsync(segments[1], Token));
        Assert.All(times, entry => Assert.Equal(entry.Value, File.GetLastWriteTimeUtc(entry.Key)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Right_segments_without_a_stamp_are_taken_and_changed_ones_refused(bool isChanged)
    {
        await PushManyAsync(2);
        await PackAsync();
        var segment = Assert.Single(Segments());
        Directory.Delete(_workspace.Folder.Combine("output", "plan"), recursive: true);
        if (isChanged)
        {
            await using var file = new FileStream(segment, FileMode.Open);
            file.Position = file.Length - 1;
            file.WriteByte(1);
        }

        var bytes = await File.ReadAllBytesAsync(segment, Token);
        if (isChanged)
        {
            var failure = await Assert.ThrowsAsync<MirrorException>(() => PackAsync());
            Assert.Equal(MirrorErrors.ArchiveExists, failure.Diagnostics[0].Code);
        }
        else
        {
            Assert.True((await PackAsync()).IsUpToDate);
        }

        Assert.Equal(bytes, await File.ReadAllBytesAsync(segment, Token));
    }

    [Fact]
    public async Task Delta_brings_what_the_base_lacks()
    {
        var shared = Layer.Random("shared", 200_000);
        await PushAsync("a/old", new ImageBuilder { Layers = [shared] }.Build());
        await PushAsync("a/gone", ImageBuilder.Simple("gone", layerSize: 100_000));
        _workspace.Configure("name: quay.io/a/old:1", "name: quay.io/a/gone:1");
        await PackAsync();
        var baseLock = _workspace.Folder.Combine("base", "base.json");
        Directory.CreateDirectory(Path.GetDirectoryName(baseLock)!);
        File.Copy(_workspace.Folder.Combine("mirror", "mirror.lock.json"), baseLock);
        File.Copy(_workspace.Folder.Combine("mirror", "mirror.lock.referrers.json"), _workspace.Folder.Combine("base", "mirror.lock.referrers.json"));
        await PushAsync("a/new", new ImageBuilder { Layers = [shared, Layer.Random("new", 1000)] }.Build());
        _workspace.Configure("name: quay.io/a/old:1", "name: quay.io/a/new:1");

        var result = await PackAsync(Options() with { Base = new BaseFile(baseLock) });

        Assert.Contains("are left out, which base/base.json has", result.Message, StringComparison.Ordinal);
        var segments = Segments();
        Assert.Equal(2, segments.Count);
        var delta = Assert.Single(segments, path => path.Contains("-from-", StringComparison.Ordinal));
        Assert.InRange(new FileInfo(delta).Length, 1, 60_000);
        var whole = Assert.Single(segments, path => path != delta);
        var again = await PackAsync(Options() with { Base = new BaseFile(whole) });
        Assert.True(again.IsUpToDate, again.Message);
        Assert.Contains(Path.GetFileName(delta), again.Message, StringComparison.Ordinal);
        Assert.Contains($"-from-{Path.GetFileName(whole).Split('-')[1][..12]}-", delta, StringComparison.Ordinal);
        Assert.Contains($"-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(baseLock)))[..12]}", whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Base_that_is_the_lock_itself_leaves_nothing_to_carry()
    {
        await PushManyAsync(1);

        await PackAsync();
        var result = await PackAsync(Options() with { Base = new BaseFile(_workspace.Folder.Combine("mirror", "mirror.lock.json")) });

        Assert.True(result.IsUpToDate);
        Assert.Single(Segments());
    }

    [Fact]
    public async Task Blob_that_is_larger_than_a_segment_is_told_and_with_strict_archives_refused()
    {
        await PushAsync("a/large", ImageBuilder.Simple("large", layerSize: 200_000));
        _workspace.Configure("name: quay.io/a/large:1");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => PackAsync(Options(32 << 10) with { StrictArchive = true }));
        var nothing = Directory.Exists(Archives);
        await PackAsync(Options(32 << 10));

        Assert.False(nothing);
        Assert.All(failure.Diagnostics, diagnostic => Assert.Equal(MirrorErrors.BlobOverSegment, diagnostic.Code));
        Assert.Equal(failure.Diagnostics.Count, _workspace.Warnings.Count(warning => warning.Code == MirrorErrors.SegmentOversized));
        Assert.Equal(3, Segments().Count);
    }

    [Fact]
    public async Task Disk_that_is_too_small_is_told_before_the_first_byte()
    {
        await PushAsync("a/large", ImageBuilder.Simple("large", layerSize: 400_000));
        _workspace.Configure("name: quay.io/a/large:1");
        await using var disk = await SmallDisk.MountAsync(_workspace.Folder.Combine("output"), "300k", Token);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => PackAsync());

        Assert.Equal(MirrorErrors.DiskFull, failure.Diagnostics[0].Code);
        Assert.Contains("--output", failure.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Empty(Segments());
    }

    [Fact]
    public async Task Disk_that_fills_up_while_a_segment_is_written_leaves_nothing_that_looks_whole()
    {
        var store = new BlobFolder(_workspace.Folder.Combine("store"));
        var blobs = new List<ArchivedBlob>();
        foreach (var i in Enumerable.Range(0, 4))
        {
            var bytes = new byte[200_000];
            new Random(i).NextBytes(bytes);
            blobs.Add(new ArchivedBlob(await store.IngestAsync(bytes, Token), bytes.Length));
        }

        // Room for the first segment and a part of the second; nobody has asked how much there is.
        await using var disk = await SmallDisk.MountAsync(_workspace.Folder.Combine("disk"), "600k", Token);
        var layout = ArchiveLayout.Of(new ArchivePlan { Mirror = "prod", Lock = "{}"u8.ToArray(), Index = "{}"u8.ToArray(), Blobs = blobs }, 500_000);
        var writer = new ArchiveWriter(layout, _workspace.Folder.Combine("disk"), store, new CopyProgress());

        await writer.WriteAsync(1, Token);
        var failure = await Assert.ThrowsAsync<MirrorException>(() => writer.WriteAsync(2, Token));

        Assert.Equal(MirrorErrors.DiskFull, failure.Diagnostics[0].Code);
        Assert.Contains(layout.Contents.Name.SegmentFile(2), failure.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Equal([writer.PathOf(1)], Directory.EnumerateFiles(_workspace.Folder.Combine("disk")));
    }

    [Fact]
    public async Task What_is_no_lock_is_no_base()
    {
        await PushManyAsync(1);
        var other = _workspace.Folder.WriteFile("other.json", "{\"receiptVersion\": 1, \"lock\": \"x\", \"digest\": \"y\"}");
        var text = _workspace.Folder.WriteFile("other.txt", "hello");

        foreach (var (path, code) in new[] { (other, MirrorErrors.ReceiptInvalid), (text, MirrorErrors.LockUnreadable), (_workspace.Folder.Combine("nowhere"), MirrorErrors.BaseMissing) })
        {
            var failure = await Assert.ThrowsAsync<MirrorException>(() => PackAsync(Options() with { Base = new BaseFile(path) }));
            Assert.Equal(code, failure.Diagnostics[0].Code);
        }
    }

    [Fact]
    public async Task Base_is_the_lock_of_a_revision_or_of_a_day()
    {
        _workspace.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        await GitAsync("init", "-q");
        await PushManyAsync(1);
        await PackAsync();
        await GitAsync("add", "mirror");
        await GitAsync("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "one");
        await PushManyAsync(2);

        await PackAsync(Options() with { Base = new BaseRevision("HEAD") });
        await PackAsync(Options() with { Base = new BaseDay(new DateOnly(2020, 6, 2)) });
        await PackAsync(Options() with { Base = new BaseDay(new DateOnly(2020, 6, 1)) });

        // The commit is of the first of June; before that there was no lock, so that the third archive is whole.
        Assert.Equal(3, Segments().Count);
        Assert.Single(Segments(), path => path.Contains("-from-", StringComparison.Ordinal));
        Assert.Equal(MirrorErrors.BaseEmpty, Assert.Single(_workspace.Warnings).Code);
    }

    private async Task GitAsync(params string[] arguments)
    {
        var variables = new Dictionary<string, string?> { ["GIT_COMMITTER_DATE"] = "2020-06-01T12:00:00Z", ["GIT_AUTHOR_DATE"] = "2020-06-01T12:00:00Z" };
        (await ToolProcess.RunAsync("git", ["-C", _workspace.Folder.Path, .. arguments], new ToolOptions { Environment = variables }, Token)).EnsureSuccess();
    }

    private MirrorOptions Options(long? size = null) => _workspace.Options(null) with { ArchiveSize = size };

    private Task<StepResult> PackAsync(long? size = null) => PackAsync(Options(size));

    private async Task<StepResult> PackAsync(MirrorOptions options)
    {
        using var engine = _workspace.NewEngine(options);
        await engine.ResolveAsync(Token);
        await engine.LockAsync(Token);
        await engine.FetchAsync(Token);
        return await engine.PackAsync(Token);
    }

    private IReadOnlyList<string> Segments() => Directory.Exists(Archives) ? [.. Directory.EnumerateFiles(Archives, "*.tar").Order(StringComparer.Ordinal)] : [];

    private async Task PushManyAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await PushAsync(string.Create(CultureInfo.InvariantCulture, $"a/app{i}"), ImageBuilder.Simple($"{i}", layerSize: 20_000));
        }

        _workspace.Configure([.. Enumerable.Range(0, count).Select(i => $"name: quay.io/a/app{i}:1")]);
    }

    private Task PushAsync(string repository, ImageContent image) => _client.PushImageAsync(_source.BaseUri, repository, "1", image, Token);
}
