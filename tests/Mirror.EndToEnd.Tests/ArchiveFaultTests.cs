using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>
/// Everything that can be wrong with an archive on its way, through the whole command: each fault is refused by the name of the file, and the destination sees nothing but
/// questions.
/// </summary>
public sealed class ArchiveFaultTests(ArchiveFaultTests.Packed packed) : IClassFixture<ArchiveFaultTests.Packed>
{
    private const int Block = 512;
    private const int SizeField = 124;
    private const int ChecksumField = 148;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bit in a layer", "MIR4090", "is damaged: its entry 'blobs/sha256/{layer}' ({size} bytes) is not 'sha256:{layer}'. 'a/app0:1'")]
    [InlineData("bit in a configuration", "MIR4090", "is damaged: its entry 'blobs/sha256/{config}'")]
    [InlineData("bit in a manifest", "MIR4090", "is damaged: its entry 'blobs/sha256/{manifest}'")]
    [InlineData("bit in the list of contents", "MIR4011", "was changed or damaged")]
    [InlineData("bit in the lock", "MIR4011", "'mirror.lock.json' does not have the digest")]
    [InlineData("bit in a header", "MIR4011", "")]
    [InlineData("segment is missing", "MIR5020", "it is in the segment '{segment}', which is not here")]
    [InlineData("truncated", "MIR4011", "it is cut off")]
    [InlineData("longer", "MIR4011", "behind its end")]
    [InlineData("empty", "MIR4011", "")]
    [InlineData("renamed", "MIR4016", "is the segment '{segment}'")]
    [InlineData("path leads out", "MIR4011", "'../../x' with {size} bytes stands where 'blobs/sha256/{layer}' with {size} belongs")]
    [InlineData("length of 10 TB", "MIR4011", "")]
    [InlineData("out of order", "MIR4011", "stands where 'blobs/sha256/")]
    public async Task Fault_is_refused_by_name_and_nothing_is_published(string fault, string code, string text)
    {
        using var inside = new MirrorWorkspace();
        var name = Path.GetFileName(packed.SegmentOf(packed.Layer));
        foreach (var file in packed.Segments)
        {
            inside.Folder.WriteFile($"usb/{Path.GetFileName(file)}", "");
            File.Copy(file, inside.Folder.Combine("usb", Path.GetFileName(file)), overwrite: true);
        }

        name = Damage(fault, inside.Folder.Combine("usb", name));
        await packed.Gap.Destination.ForgetRequestsAsync(Token);

        var result = await ToolProcess.RunAsync(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"), "--target", "Publish", "--from", inside.Folder.Combine("usb"), "--quiet", "--dest-tls-verify=false",
                "--store", inside.Folder.Combine("store"), "--output", inside.Folder.Combine("output"), "--destination", packed.Gap.Address,
            ],
            new ToolOptions { Environment = HostProcess.Environment(inside), WorkingFolder = inside.Folder.Path },
            Token);

        var output = result.OutputText + result.Error;
        Assert.True(result.ExitCode == 4, output);
        Assert.Contains($"error {code}:", output, StringComparison.Ordinal);
        Assert.Contains(name, output, StringComparison.Ordinal);
        Assert.Contains(Filled(text), output, StringComparison.Ordinal);
        Assert.DoesNotContain(await packed.Gap.Destination.RequestsAsync(Token), request => request.Method is "PUT" or "POST" or "PATCH" or "DELETE");
        Assert.False(Directory.Exists(inside.Folder.Combine("output", "receipts")), "There is a receipt.");
        Assert.False(Directory.Exists(inside.Folder.Combine("store", "blobs")), "Something was unpacked.");
    }

    private string Filled(string text) => text
        .Replace("{size}", packed.LayerSize.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{layer}", packed.Layer.Hex, StringComparison.Ordinal)
        .Replace("{config}", packed.Config.Hex, StringComparison.Ordinal)
        .Replace("{manifest}", packed.Images["a/app0"].Digest.Hex, StringComparison.Ordinal)
        .Replace("{segment}", Path.GetFileName(packed.SegmentOf(packed.Layer)), StringComparison.Ordinal);

    /// <summary>What the errors must name.</summary>
    private string Damage(string fault, string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        switch (fault)
        {
            case "bit in a configuration":
                return Flip(packed.Config);
            case "bit in a manifest":
                return Flip(packed.Images["a/app0"].Digest);
            case "segment is missing":
                File.Delete(path);
                return Path.GetFileName(path);
            case "renamed":
                File.Move(path, Path.Combine(folder, "other.tar"));
                return "other.tar";
        }

        var bytes = File.ReadAllBytes(path);
        var header = OffsetOf(bytes, packed.Layer);
        switch (fault)
        {
            case "bit in a layer":
                bytes[header + Block + 7000] ^= 1;
                break;
            case "bit in the list of contents":
                bytes[Block + 100] ^= 1;
                break;
            case "bit in the lock":
                bytes[bytes.AsSpan().IndexOf("\"lockVersion\""u8) + 3] ^= 1;
                break;
            case "bit in a header":
                bytes[header + SizeField + 9] ^= 1;
                break;
            case "truncated":
                bytes = bytes[..(header + Block + 7000)];
                break;
            case "longer":
                bytes = [.. bytes, .. new byte[Block]];
                break;
            case "empty":
                bytes = [];
                break;
            case "path leads out":
                bytes.AsSpan(header, 100).Clear();
                "../../x"u8.CopyTo(bytes.AsSpan(header));
                Seal(bytes.AsSpan(header, Block));
                break;
            case "length of 10 TB":
                bytes[header + SizeField] = 0x80;
                BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(header + SizeField + 4), 10_000_000_000_000);
                Seal(bytes.AsSpan(header, Block));
                break;
            case "out of order":
                Swap(bytes, header, OffsetOf(bytes, packed.OtherLayerIn(packed.SegmentOf(packed.Layer))));
                break;
            default:
                throw new ArgumentException($"'{fault}' is not known.", nameof(fault));
        }

        File.WriteAllBytes(path, bytes);
        return Path.GetFileName(path);

        string Flip(Digest digest)
        {
            var file = Path.Combine(folder, Path.GetFileName(packed.SegmentOf(digest)));
            var content = File.ReadAllBytes(file);
            content[OffsetOf(content, digest) + Block + 20] ^= 1;
            File.WriteAllBytes(file, content);
            return Path.GetFileName(file);
        }
    }

    // Layers have one size, so that whole entries can change places.
    private void Swap(byte[] bytes, int left, int right)
    {
        var size = Block + (((int)packed.LayerSize + Block - 1) / Block * Block);
        var kept = bytes.AsSpan(left, size).ToArray();
        bytes.AsSpan(right, size).CopyTo(bytes.AsSpan(left));
        kept.CopyTo(bytes.AsSpan(right));
    }

    private static void Seal(Span<byte> header)
    {
        header.Slice(ChecksumField, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in header)
        {
            sum += value;
        }

        Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(header[ChecksumField..]);
    }

    private static int OffsetOf(byte[] bytes, Digest digest) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"blobs/sha256/{digest.Hex}\0"));

    /// <summary>An archive of six images in segments of which each has several layers; nobody changes it.</summary>
    public sealed class Packed : IAsyncLifetime
    {
        private readonly Dictionary<Digest, string> _segments = [];

        internal AirGap Gap { get; private set; } = null!;

        internal IReadOnlyDictionary<string, ImageContent> Images { get; private set; } = null!;

        internal IReadOnlyList<string> Segments { get; private set; } = null!;

        internal Digest Layer => LayerOf("a/app0");

        internal long LayerSize => Images["a/app0"].AllBlobs().Max(blob => blob.Descriptor.Size);

        internal Digest Config => Images["a/app0"].AllBlobs().Single(blob => blob.Descriptor.MediaType.Contains("config", StringComparison.Ordinal)).Descriptor.Digest;

        public async ValueTask InitializeAsync()
        {
            Gap = await AirGap.OpenAsync(CancellationToken.None);
            Images = await Gap.PushManyAsync(6, 20_000, CancellationToken.None);
            var files = await Gap.PackAsync(CancellationToken.None, size: 100_000, repositories: [.. Images.Keys]);
            Segments = [.. files.Where(file => file.EndsWith(".tar", StringComparison.Ordinal))];
            foreach (var file in Segments)
            {
                var bytes = await File.ReadAllBytesAsync(file);
                foreach (var digest in Images.Values.SelectMany(image => image.AllBlobs().Select(blob => blob.Descriptor.Digest).Append(image.Digest)).Where(digest => OffsetOf(bytes, digest) >= 0))
                {
                    _segments[digest] = file;
                }
            }
        }

        public ValueTask DisposeAsync() => Gap.DisposeAsync();

        internal string SegmentOf(Digest digest) => _segments[digest];

        internal Digest OtherLayerIn(string segment) => Images.Keys.Select(LayerOf).First(layer => layer != Layer && SegmentOf(layer) == segment);

        private Digest LayerOf(string repository) => Images[repository].AllBlobs().MaxBy(blob => blob.Descriptor.Size)!.Descriptor.Digest;
    }
}
