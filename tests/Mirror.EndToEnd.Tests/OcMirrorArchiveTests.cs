using System.Formats.Tar;
using System.Globalization;
using System.Text;
using Mirror.Engine;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>
/// Archives laid out as oc-mirror writes them (SPEC 3.2, 10): the storage of a real registry that a test has filled, a working folder and a configuration, in
/// <c>mirror_000001.tar</c> and so on.
/// </summary>
public sealed class OcMirrorArchiveTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _inside = new();
    private readonly TempFolder _cache = new();
    private readonly HttpClient _client = new();
    private DockerRegistryProcess _registry = null!;
    private DockerRegistryProcess _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Usb => _inside.Folder.Combine("usb");

    private string Address => $"docker://{_destination.Endpoint}/ocp";

    public async ValueTask InitializeAsync()
    {
        _registry = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { StorageFolder = _cache.Path }, Token);
        _destination = await DockerRegistryProcess.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        await _destination.DisposeAsync();
        _client.Dispose();
        _cache.Dispose();
        _inside.Dispose();
    }

    [Fact]
    public async Task Images_are_published_by_their_tags_and_digests()
    {
        var (multi, single) = (IndexBuilder.Simple("multi", ImageFormat.Docker, "amd64", "arm64"), ImageBuilder.Simple("single"));
        await PushAsync("ubi8/ubi", "latest", multi);
        await PushAsync("openshift/release", $"sha256-{single.Digest.Hex}", single);
        var files = StorageFiles();
        WriteArchive("mirror_000001.tar", [.. files.Where((_, i) => i % 2 == 0), ("working-dir/logs/oc-mirror.log", "words"u8.ToArray())]);
        WriteArchive("mirror_000002.tar", [.. files.Where((_, i) => i % 2 == 1), ("isc_2026-01-01T00:00:00Z", Configuration("registry.access.redhat.com/ubi8/ubi:latest"))]);

        var results = await PublishAsync();

        Assert.Contains("has 2 images, 2 of them new", results.Single(step => step.Step == "Publish").Result.Message, StringComparison.Ordinal);
        Assert.Equal(multi.Digest, await DigestAsync("ubi8/ubi:latest"));
        Assert.Equal(single.Digest, await DigestAsync($"openshift/release:sha256-{single.Digest.Hex}"));
        Assert.Equal(single.Digest, await DigestAsync($"openshift/release@{single.Digest}"));
        await Skopeo.CopyAsync($"docker://{_destination.Endpoint}/ocp/ubi8/ubi:latest", $"dir:{_inside.Folder.Combine("pulled")}", all: true, Token);
        Assert.Contains("source: registry.access.redhat.com/ubi8", _inside.Output("cluster-resources", "itms-oc-mirror.yaml"), StringComparison.Ordinal);
        Assert.True((await PublishAsync()).Single(step => step.Step == "Publish").Result.IsUpToDate);
    }

    [Fact]
    public async Task Catalog_is_published_in_its_rebuilt_form_under_its_own_tag()
    {
        var (original, rebuilt) = (ImageBuilder.Simple("original"), ImageBuilder.Simple("rebuilt"));
        var hash = new string('a', 32);
        await PushAsync("redhat/redhat-operator-index", "v4.18", original);
        await PushAsync("redhat/redhat-operator-index", hash, rebuilt);
        WriteArchive("mirror_000001.tar", [
            .. StorageFiles(),
            ($"working-dir/operator-catalogs/redhat-operator-index/{original.Digest.Hex}/filtered-catalogs/{hash}/digest", Encoding.ASCII.GetBytes(rebuilt.Digest.Hex))]);

        await PublishAsync();

        Assert.Equal(rebuilt.Digest, await DigestAsync("redhat/redhat-operator-index:v4.18"));
        Assert.DoesNotContain(await _destination.RequestsAsync(Token), request => request.Path.EndsWith(hash, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Differential_archive_takes_the_rest_from_the_destination_or_says_what_is_missing()
    {
        var shared = Layer.Random("shared", 20_000);
        var (first, second) = (new ImageBuilder { Layers = [shared] }.Build(), new ImageBuilder { Layers = [shared, Layer.Random("more", 500)] }.Build());
        var sharedBlob = first.AllBlobs().Single(blob => blob.Descriptor.Size > 10_000).Descriptor.Digest;
        await PushAsync("a/one", "1", first);
        WriteArchive("mirror_000001.tar", StorageFiles());
        await PushAsync("a/two", "1", second);
        var fresh = second.AllBlobs().Select(blob => blob.Descriptor.Digest).Append(second.Digest).Where(digest => digest != sharedBlob).Select(digest => digest.Hex).ToHashSet();
        var later = StorageFiles().Where(file => !file.Path.Contains("/blobs/", StringComparison.Ordinal) || fresh.Any(hex => file.Path.Contains(hex, StringComparison.Ordinal))).ToList();
        var alone = Directory.CreateDirectory(_inside.Folder.Combine("later")).FullName;
        WriteArchive(Path.Combine(alone, "mirror_000001.tar"), later);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => PublishAsync(alone));
        var writes = (await _destination.RequestsAsync(Token)).Count(request => request.Method is "PUT" or "POST");
        await PublishAsync();
        await PublishAsync(alone);

        Assert.Contains(failure.Diagnostics, d => d.Code == MirrorErrors.RequiredContentMissing
            && d.Message.Contains($"{sharedBlob}", StringComparison.Ordinal) && d.Message.Contains("an earlier archive of oc-mirror", StringComparison.Ordinal));
        Assert.Equal(0, writes);
        Assert.Equal(second.Digest, await DigestAsync("a/two:1"));
        Assert.Contains(_inside.Warnings, warning => warning.Code == MirrorErrors.OcMirrorAbsent && warning.Message.Contains("lists 1 image", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lock_of_ones_own_is_served_from_it()
    {
        var image = ImageBuilder.Simple("own");
        await PushAsync("a/own", "1", image);
        await PushAsync("a/other", "1", ImageBuilder.Simple("other"));
        WriteArchive("mirror_000001.tar", StorageFiles());
        _inside.Redirect(("quay.io", _registry.Endpoint));
        _inside.Configure("name: quay.io/a/own:1\ntargetRepo: renamed/own");
        await _inside.LockAsync(Token);

        await PublishAsync();

        Assert.Equal(image.Digest, await DigestAsync("renamed/own:1"));
        Assert.DoesNotContain(await _destination.RequestsAsync(Token), request => request.Path.Contains("other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Content_that_is_not_what_it_is_named_is_refused()
    {
        // The manifests and layers of this real cache were replaced by placeholders when it was made test data.
        var folder = TestData.PathOf("oci", "oc-mirror-layouts", "registry-v2-filesystem-cache");
        WriteArchive("mirror_000001.tar", StorageFiles(folder));

        var failure = await Assert.ThrowsAsync<MirrorException>(() => PublishAsync());
        var verified = await Assert.ThrowsAsync<MirrorException>(VerifyAsync);

        Assert.Equal(MirrorErrors.ArchiveContentDamaged, failure.Diagnostics[0].Code);
        Assert.Contains("mirror_000001.tar", failure.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Different, verified.ExitCode);
        Assert.DoesNotContain(await _destination.RequestsAsync(Token), request => request.Method is "PUT" or "POST");
    }

    [Theory]
    [InlineData(false, "mirror_000001.tar", "docker/registry/v2/blobs/sha256/{0}/{1}/data")]
    [InlineData(true, "mirror_seq1_000000.tar", "blobs/sha256:{1}")]
    public async Task Flipped_bit_in_a_layer_is_refused_with_its_entry_and_nothing_is_pushed(bool isFirstVersion, string name, string entry)
    {
        var images = new[] { ImageBuilder.Simple("one"), ImageBuilder.Simple("two") };
        foreach (var (i, image) in images.Index())
        {
            await PushAsync($"a/image{i}", "1", image);
        }

        WriteArchive(name, isFirstVersion ? [.. images.SelectMany((image, i) => FirstVersion($"a/image{i}", "1", image, image.AllBlobs()))] : StorageFiles());
        var layer = images[1].AllBlobs().MaxBy(blob => blob.Descriptor.Size)!;
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Usb, name), Token);
        bytes[bytes.AsSpan().IndexOf(layer.Bytes.Span) + 11] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(Usb, name), bytes, Token);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => PublishAsync());

        Assert.Equal(ExitCode.Source, failure.ExitCode);
        Assert.Equal(MirrorErrors.ArchiveContentDamaged, failure.Diagnostics[0].Code);
        var hex = layer.Descriptor.Digest.Hex;
        Assert.StartsWith(
            $"'{Path.Combine(Usb, name)}' is damaged: its entry '{string.Format(CultureInfo.InvariantCulture, entry, hex[..2], hex)}' ({layer.Descriptor.Size} bytes) is not 'sha256:{hex}'. 'a/image1:1'",
            failure.Diagnostics[0].Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain(await _destination.RequestsAsync(Token), request => request.Method is "PUT" or "POST" or "PATCH");
    }

    [Fact]
    public async Task Verify_reads_all_of_a_right_one()
    {
        await PushAsync("a/one", "1", ImageBuilder.Simple("one"));
        WriteArchive("mirror_000001.tar", StorageFiles());

        await VerifyAsync();

        Assert.Contains("\"state\": \"right\"", _inside.Output("plan", "segments.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archives_of_the_first_version_are_read_or_name_the_sequences_they_build_on()
    {
        var shared = Layer.Random("shared", 20_000);
        var (first, second) = (new ImageBuilder { Layers = [shared] }.Build(), new ImageBuilder { Layers = [shared, Layer.Random("more", 500)] }.Build());
        var known = first.AllBlobs().Select(blob => blob.Descriptor.Digest).ToHashSet();
        WriteArchive("mirror_seq1_000000.tar", FirstVersion("ubi8/ubi", "latest", first, first.AllBlobs()));
        WriteArchive("mirror_seq2_000000.tar", FirstVersion("ubi8/ubi", "latest", second, second.AllBlobs().Where(blob => !known.Contains(blob.Descriptor.Digest))));

        var failure = await Assert.ThrowsAsync<MirrorException>(() => PublishAsync(Path.Combine(Usb, "mirror_seq2_000000.tar")));
        await PublishAsync();

        Assert.Contains(failure.Diagnostics, d => d.Message.Contains("name those of sequence 1 ('mirror_seq1_000000.tar' and so on)", StringComparison.Ordinal));
        Assert.Equal(second.Digest, await DigestAsync("ubi8/ubi:latest"));
    }

    [Fact]
    public async Task Catalogs_of_the_first_version_are_not_half_imported()
    {
        var image = ImageBuilder.Simple("one");
        WriteArchive("mirror_seq1_000000.tar", [.. FirstVersion("ubi8/ubi", "latest", image, image.AllBlobs()), ("catalogs/registry.redhat.io/x/index/index.json", "{}"u8.ToArray())]);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => PublishAsync());

        Assert.Equal(MirrorErrors.OcMirrorCatalogs, failure.Diagnostics[0].Code);
        Assert.DoesNotContain(await _destination.RequestsAsync(Token), request => request.Method is "PUT" or "POST");
    }

    [Theory]
    [InlineData("../../etc/x")]
    [InlineData("docker/registry/v2/repositories/../../x/_manifests/tags/1/current/link")]
    [InlineData("docker/registry/v2/repositories/UPPER/_manifests/tags/1/current/link")]
    [InlineData("docker/registry/v2/blobs/sha256/aa/bb/data")]
    [InlineData("docker/registry/v2/repositories/a/_manifests/tags/1/current/link")]
    public async Task Entries_that_no_honest_tool_writes_are_refused(string path)
    {
        WriteArchive("mirror_000001.tar", [(path, "not a digest"u8.ToArray())]);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => PublishAsync());

        Assert.Equal(MirrorErrors.ArchiveInvalid, failure.Diagnostics[0].Code);
        Assert.Contains(path, failure.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_alone_cannot_choose_from_it()
    {
        await PushAsync("a/one", "1", ImageBuilder.Simple("one"));
        WriteArchive("mirror_000001.tar", StorageFiles());
        _inside.Configure("name: quay.io/a/one:1");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => PublishAsync());

        Assert.Equal(MirrorErrors.ArchiveLacksEntry, failure.Diagnostics[0].Code);
    }

    private Task PushAsync(string repository, string tag, ImageContent image) => _client.PushImageAsync(_registry.BaseUri, repository, tag, image, Token);

    private async Task<Digest> DigestAsync(string reference) => Digest.Of((await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/ocp/{reference}", Token)).Span);

    private Task<IReadOnlyList<(string Step, StepResult Result)>> PublishAsync(string? from = null) =>
        _inside.PublishAsync(_inside.Options(Address) with { From = [from ?? Usb], IsConfigurationOptional = true }, Token);

    private async Task VerifyAsync()
    {
        using var engine = _inside.NewEngine(_inside.Options(null) with { From = [Usb], IsConfigurationOptional = true });
        await engine.VerifyAsync(Token);
    }

    private List<(string Path, byte[] Content)> StorageFiles(string? folder = null)
    {
        var root = folder ?? _cache.Path;
        return
        [
            .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Select(file => (Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllBytes(file)))
                .OrderBy(file => file.Item1, StringComparer.Ordinal),
        ];
    }

    private void WriteArchive(string name, IEnumerable<(string Path, byte[] Content)> files)
    {
        Directory.CreateDirectory(Usb);
        using var writer = new TarWriter(File.Create(Path.Combine(Usb, name)), TarEntryFormat.Pax);
        foreach (var (path, content) in files)
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) });
        }
    }

    /// <summary>As 'oc image mirror' lays out a folder, blobs flat beside it.</summary>
    private static IEnumerable<(string Path, byte[] Content)> FirstVersion(string repository, string tag, ImageContent image, IEnumerable<BlobContent> blobs) =>
    [
        ($"v2/{repository}/manifests/{image.Digest}", image.Manifest.Bytes.ToArray()),
        ($"v2/{repository}/manifests/{tag}", image.Manifest.Bytes.ToArray()),
        .. blobs.Select(blob => ($"blobs/{blob.Descriptor.Digest}", blob.Bytes.ToArray())),
        ("publish/.metadata.json", "{}"u8.ToArray()),
    ];

    private static byte[] Configuration(string image) => Encoding.UTF8.GetBytes(
        $"kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  additionalImages:\n  - name: {image}\n");
}
