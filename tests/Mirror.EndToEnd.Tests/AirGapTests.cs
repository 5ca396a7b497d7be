using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Pack on one side, Publish from archives on the other, between two real registries.</summary>
public sealed class AirGapTests : AirGapTest
{
    [Fact]
    public async Task Images_of_every_kind_arrive_byte_for_byte_and_no_source_is_asked()
    {
        var multi = IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64");
        var docker = ImageBuilder.Simple("docker", ImageFormat.Docker);
        await Gap.PushAsync("a/multi", multi, Token);
        await Gap.PushAsync("b/docker", docker, Token);
        Gap.Carry(await Gap.PackAsync(Token, repositories: ["a/multi", "b/docker"]));
        await Gap.Source.ForgetRequestsAsync(Token);

        var results = await Gap.Inside.PublishAsync(Gap.InsideOptions(), Token);

        Assert.Empty(await Gap.Source.RequestsAsync(Token));
        await Gap.AssertThereAsync("a/multi", multi, Token);
        await Gap.AssertThereAsync("b/docker", docker, Token);
        Assert.True(Gap.Inside.HasOutput("cluster-resources", "itms-oc-mirror.yaml"));
        Assert.False(Directory.Exists(Gap.Inside.Folder.Combine("store", "blobs")), "Something was unpacked.");
        Assert.StartsWith($"'{Gap.Address}' has 2 images, 2 of them new; receipt 'output/receipts/", results[3].Result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_publish_writes_nothing_and_gives_the_same_receipt()
    {
        await Gap.PushManyAsync(3, 1000, Token);
        Gap.Carry(await Gap.PackAsync(Token, repositories: ["a/app0", "a/app1", "a/app2"]));
        await Gap.PublishAsync(Token);
        var receipt = File.ReadAllBytes(Receipt);
        await Gap.Destination.ForgetRequestsAsync(Token);

        var results = await Gap.Inside.PublishAsync(Gap.InsideOptions(), Token);

        Assert.True(results[3].Result.IsUpToDate, results[3].Result.Message);
        Assert.Equal(0, await Gap.WritesAsync(Token));
        Assert.Equal(receipt, File.ReadAllBytes(Receipt));
    }

    [Fact]
    public async Task Segment_that_is_missing_is_named_and_the_rest_serves_when_it_is_there()
    {
        var images = await Gap.PushManyAsync(4, 20_000, Token);
        var segments = Segments(await Gap.PackAsync(Token, size: 64 << 10, repositories: [.. images.Keys]));
        Assert.True(segments.Count > 2);
        var carried = Gap.Carry(segments.Skip(1));
        await Gap.Destination.ForgetRequestsAsync(Token);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => Gap.PublishAsync(Token));
        var writes = await Gap.WritesAsync(Token);
        await Gap.PublishAsync(Token, [.. Gap.Carry(segments.Take(1)), .. carried.Reverse()]);

        Assert.Equal(0, writes);
        Assert.Contains(failure.Diagnostics, d => d.Message.Contains($"it is in the segment '{Path.GetFileName(segments[0])}'", StringComparison.Ordinal));
        foreach (var (repository, image) in images)
        {
            await Gap.AssertThereAsync(repository, image, Token);
        }
    }

    [Fact]
    public async Task Archives_can_be_published_into_a_layout_and_packed_again()
    {
        var images = await Gap.PushManyAsync(2, 1000, Token);
        var packed = await Gap.PackAsync(Token, repositories: [.. images.Keys]);
        Gap.Carry(packed);
        var options = Gap.InsideOptions() with { Destination = null };
        using (var engine = Gap.Inside.NewEngine(options with { Destination = new Model.Oci.DestinationLayout(Gap.Inside.Folder.Combine("layout")) }))
        {
            await engine.ResolveAsync(Token);
            await engine.PublishAsync(Token);
        }

        using var second = Gap.Inside.NewEngine(options);
        await second.ResolveAsync(Token);
        await second.FetchAsync(Token);
        await second.PackAsync(Token);

        await Skopeo.CopyAsync($"oci:{Gap.Inside.Folder.Combine("layout")}:a/app0:1", $"dir:{Gap.Inside.Folder.Combine("copy")}", all: true, Token);
        var again = Assert.Single(Directory.EnumerateFiles(Gap.Inside.Folder.Combine("output", "archives"), "*.tar"));
        Assert.Equal(await File.ReadAllBytesAsync(Segments(packed)[0], Token), await File.ReadAllBytesAsync(again, Token));
    }

    [Fact]
    public async Task Paths_without_archives_are_refused()
    {
        Directory.CreateDirectory(Gap.Carried);
        foreach (var from in new[] { Gap.Carried, Gap.Inside.Folder.Combine("nowhere") })
        {
            var failure = await Assert.ThrowsAsync<MirrorException>(() => Gap.PublishAsync(Token, [from]));
            Assert.Equal(MirrorErrors.ArchiveNotFound, failure.Diagnostics[0].Code);
        }
    }

    [Fact]
    public async Task What_people_name_by_mistake_is_told_from_a_damaged_archive()
    {
        await Gap.PushManyAsync(1, 1000, Token);
        var files = Gap.Carry(await Gap.PackAsync(Token, repositories: ["a/app0"]));
        var segment = Assert.Single(Segments(files));
        var unpacked = Gap.Inside.Folder.WriteFile("unpacked/contents.json", "{}");
        var compressed = Path.Combine(Gap.Carried, "mirror.tar.gz");
        await File.WriteAllBytesAsync(compressed, [0x1f, 0x8b, 8, 0, .. new byte[600]], Token);
        var empty = Gap.Inside.Folder.WriteFile($"half/{Path.GetFileName(segment)}", "");

        await AssertSaysAsync(Gap.Inside.Folder.Path, $"Folders in it are not searched; did you mean '{Path.GetDirectoryName(empty)}'?");
        await AssertSaysAsync(Path.GetDirectoryName(unpacked)!, "is an archive that was unpacked");
        await AssertSaysAsync(files.Single(file => file.EndsWith(".sha256", StringComparison.Ordinal)), "it is no archive");
        await AssertSaysAsync(compressed, "it is compressed");
        await AssertSaysAsync(empty, "it is empty");
        Assert.Equal(0, await Gap.WritesAsync(Token));

        async Task AssertSaysAsync(string from, string text) =>
            Assert.Contains(text, (await Assert.ThrowsAsync<MirrorException>(() => Gap.PublishAsync(Token, [from]))).Diagnostics[0].Message, StringComparison.Ordinal);
    }


    [Fact]
    public async Task Archive_needs_no_disk_inside_but_its_own_medium_which_is_only_read()
    {
        var images = await Gap.PushManyAsync(4, 2_000_000, Token);
        var segments = Segments(await Gap.PackAsync(Token, size: 3 << 20, repositories: [.. images.Keys]));
        Assert.True(segments.Count >= 3);
        var media = new[] { Gap.Inside.Folder.Combine("disk eins ä"), Gap.Inside.Folder.Combine("диск 2") };
        await using var first = await SmallDisk.MountAsync(media[0], "32m", Token);
        await using var second = await SmallDisk.MountAsync(media[1], "32m", Token);

        // The first segment is on both disks.
        for (var i = 0; i < segments.Count; i++)
        {
            foreach (var medium in i == 0 ? media : [media[i % 2]])
            {
                File.Copy(segments[i], Path.Combine(medium, Path.GetFileName(segments[i])));
            }
        }

        await first.MakeReadOnlyAsync(Token);
        await second.MakeReadOnlyAsync(Token);
        var place = Gap.Inside.Folder.Combine("all else");
        await using var small = await SmallDisk.MountAsync(place, "1m", Token);
        var temporary = Directory.CreateDirectory(Path.Combine(place, "tmp")).FullName;

        var result = await ToolProcess.RunAsync(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"), "--target", "Publish", "--from", media[1], "--from", media[0], "--quiet", "--dest-tls-verify=false",
                "--store", Path.Combine(place, "store"), "--output", Path.Combine(place, "output"), "--destination", Gap.Address,
            ],
            new ToolOptions { Environment = new Dictionary<string, string?>(HostProcess.Environment(Gap.Inside)) { ["HOME"] = place, ["TMPDIR"] = temporary }, WorkingFolder = place },
            Token);

        Assert.True(result.ExitCode == 0, result.OutputText + result.Error);
        foreach (var (repository, image) in images)
        {
            await Gap.AssertThereAsync(repository, image, Token);
        }

        // Less than one of the blobs, all together, and nothing that is called like one.
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(place, "*", SearchOption.AllDirectories), path => Path.GetFileName(path) == "blobs");
        Assert.InRange(Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 1, 300_000);
        Assert.Single(Directory.EnumerateFiles(Path.Combine(place, "output", "receipts")));
    }
}
