using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Oci.Archives;
using Mirror.Oci.Layers;

namespace Mirror.Oci.Tests.Archives;

/// <summary>A segment is right in one way only; each other is refused by name, and nothing is read from it.</summary>
public sealed class HostileArchiveTests : IAsyncLifetime
{
    private readonly PackedArchive _archive = new();
    private string _path = "";
    private byte[] _bytes = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _archive.AddAsync(700, 800, 900);
        _path = (await _archive.WriteAsync())[0];
        _bytes = await File.ReadAllBytesAsync(_path, Token);
    }

    public ValueTask DisposeAsync()
    {
        _archive.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Flipped_bit_is_noticed_wherever_it_is()
    {
        var content = _archive.Blobs.Select((blob, i) => (Digest: blob.Digest, From: HeaderOffset(i) + 512, To: HeaderOffset(i) + 512 + blob.Size)).ToList();
        var random = new Random(1);
        foreach (var offset in Enumerable.Range(0, 400).Select(_ => random.Next(_bytes.Length)).Where(offset => _bytes[offset] != 0))
        {
            var changed = _bytes.ToArray();
            changed[offset] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(_path, changed, Token);
            if (content.FirstOrDefault(part => offset >= part.From && offset < part.To) is { Digest.IsEmpty: false } blob)
            {
                using var segment = await ArchiveSegment.OpenAsync(_path, Token);
                await AssertRefusedAsync("MIR4001", () => segment.Find(blob.Digest)!.CopyToAsync(Stream.Null, Token));
            }
            else if (!IsLayoutFile(offset))
            {
                await AssertRefusedAsync("MIR4011", OpenAsync);
            }
        }

        // For other tools; Verify reads these two.
        bool IsLayoutFile(int offset) => new[] { "oci-layout", "index.json" }.Any(file => offset - OffsetOf(file) is >= 512 and < 1024);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(1600)]
    [InlineData(4000)]
    public async Task Truncated_segment_is_refused(int missing)
    {
        await File.WriteAllBytesAsync(_path, _bytes[..^missing], Token);

        await AssertRefusedAsync("MIR4011", OpenAsync, "it is cut off");
    }

    [Fact]
    public async Task Segment_that_goes_on_behind_its_end_is_refused()
    {
        await File.WriteAllBytesAsync(_path, [.. _bytes, .. new byte[512]], Token);

        await AssertRefusedAsync("MIR4011", OpenAsync, "behind its end");
    }

    [Fact]
    public async Task Renamed_segment_is_refused()
    {
        var other = _archive.Folder.Combine("archives", "prod-0123456789ab-0001.tar");
        File.Move(_path, other);

        await AssertRefusedAsync("MIR4016", () => ArchiveSegment.OpenAsync(other, Token), Path.GetFileName(_path));
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("blobs/sha256/../../x")]
    public async Task Entry_of_another_path_is_refused(string path)
    {
        ReplaceHeader(0, TarHeader.Make(path, '0', 700, SegmentLayout.Mode));

        await AssertRefusedAsync("MIR4011", OpenAsync, $"'{path}' with 700 bytes stands where");
    }

    [Theory]
    [InlineData('2')]
    [InlineData('5')]
    [InlineData('1')]
    public async Task Entry_of_another_type_is_refused(char type)
    {
        ReplaceHeader(0, TarHeader.Make($"blobs/sha256/{_archive.Blobs[0].Digest.Hex}", type, 700, SegmentLayout.Mode));

        await AssertRefusedAsync("MIR4011", OpenAsync, "stands where");
    }

    [Theory]
    [InlineData(10_000_000_000_000)]
    [InlineData(100_000)]
    public async Task Huge_length_is_refused_and_nothing_of_it_allocated(long length)
    {
        ReplaceHeader(1, TarHeader.Make($"blobs/sha256/{_archive.Blobs[1].Digest.Hex}", '0', length, SegmentLayout.Mode));

        await AssertRefusedAsync("MIR4011", OpenAsync);
    }

    [Fact]
    public async Task Blobs_out_of_order_are_refused()
    {
        var (first, second) = (HeaderOffset(0), HeaderOffset(1));
        var changed = _bytes.ToArray();
        _bytes.AsSpan(second, 512).CopyTo(changed.AsSpan(first));
        await File.WriteAllBytesAsync(_path, changed, Token);

        await AssertRefusedAsync("MIR4011", OpenAsync, "stands where");
    }

    [Fact]
    public async Task Other_archives_are_not_segments()
    {
        await File.WriteAllBytesAsync(_path, [.. TarHeader.Make("docker/registry/v2/x", '0', 0, SegmentLayout.Mode), .. new byte[1024]], Token);

        await AssertRefusedAsync("MIR4011", OpenAsync, "does not begin with 'contents.json' but with 'docker/registry/v2/x'");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a tar")]
    public async Task Files_that_are_no_archive_are_refused(string text)
    {
        await File.WriteAllTextAsync(_path, text, Token);

        await AssertRefusedAsync("MIR4011", OpenAsync);
    }

    [Fact]
    public async Task Newer_format_is_named()
    {
        await File.WriteAllBytesAsync(_path, ReplaceText("\"format\": 1,", "\"format\": 9,"), Token);

        await AssertRefusedAsync("MIR4012", OpenAsync, "format 9");
    }

    private byte[] ReplaceText(string from, string to)
    {
        var changed = _bytes.ToArray();
        var at = changed.AsSpan().IndexOf(Encoding.UTF8.GetBytes(from));
        Encoding.UTF8.GetBytes(to).CopyTo(changed, at);
        return changed;
    }

    private Task OpenAsync() => ArchiveSegment.OpenAsync(_path, Token);

    private int HeaderOffset(int blob) => OffsetOf($"blobs/sha256/{_archive.Blobs[blob].Digest.Hex}");

    private int OffsetOf(string path)
    {
        var name = Encoding.UTF8.GetBytes(path);
        for (var offset = 0; offset < _bytes.Length; offset += 512)
        {
            if (_bytes.AsSpan(offset).StartsWith(name))
            {
                return offset;
            }
        }

        throw new InvalidOperationException($"There is no '{path}'.");
    }

    private void ReplaceHeader(int blob, byte[] header)
    {
        var changed = _bytes.ToArray();
        header.CopyTo(changed, HeaderOffset(blob));
        File.WriteAllBytes(_path, changed);
    }

    private async Task AssertRefusedAsync(string code, Func<Task> work, string? text = null)
    {
        var failure = await Assert.ThrowsAsync<MirrorException>(work);
        Assert.Equal(code, failure.Diagnostics[0].Code.Id);
        Assert.Contains(Path.GetFileName(_archive.Folder.Path), failure.Diagnostics[0].Message, StringComparison.Ordinal);
        if (text is not null)
        {
            Assert.Contains(text, failure.Diagnostics[0].Message, StringComparison.Ordinal);
        }
    }
}
