using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Mirror.Oci.Layers;

namespace Mirror.Oci.Tests.Layers;

/// <summary>Builds archives with the framework's writer, which is not the code under test, and reads layers into simple values.</summary>
internal static class TestArchive
{
    public const string Name = "the layer 'test'";

    public static byte[] Make(params (string Path, string? Content)[] entries) => Make(TarEntryFormat.Pax, entries);

    public static byte[] Make(TarEntryFormat format, params (string Path, string? Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
        {
            foreach (var (path, content) in entries)
            {
                writer.WriteEntry(MakeEntry(format, path, content));
            }
        }

        return stream.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return stream.ToArray();
    }

    public static LayerSource Source(params (string Path, string? Content)[] entries) =>
        new(Name, _ => Task.FromResult<Stream>(new MemoryStream(Make(entries))));

    public static async Task<List<(string Path, LayerEntryKind Kind, string Content)>> ReadAsync(byte[] layer, LayerLimits? limits = null)
    {
        var entries = new List<(string, LayerEntryKind, string)>();
        await foreach (var entry in LayerReader.ReadAsync(
            new MemoryStream(layer), Name, limits ?? LayerLimits.Default, TestContext.Current.CancellationToken))
        {
            var content = await entry.ReadAllAsync(int.MaxValue, TestContext.Current.CancellationToken);
            entries.Add((entry.Path, entry.Kind, entry.LinkTarget ?? Encoding.UTF8.GetString(content)));
        }

        return entries;
    }

    public static async Task<Dictionary<string, string>> ReadStackAsync(string folder, params LayerSource[] layers)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        await LayerStack.VisitAsync(
            layers,
            [folder],
            async (entry, token) => files[entry.Path] = Encoding.UTF8.GetString(await entry.ReadAllAsync(1000, token)),
            LayerLimits.Default,
            TestContext.Current.CancellationToken);
        return files;
    }

    private static System.Formats.Tar.TarEntry MakeEntry(TarEntryFormat format, string path, string? content)
    {
        var type = content is null ? TarEntryType.Directory
            : content.StartsWith("->", StringComparison.Ordinal) ? TarEntryType.SymbolicLink
            : content.StartsWith("=>", StringComparison.Ordinal) ? TarEntryType.HardLink
            : format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile;
        System.Formats.Tar.TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type, path),
            TarEntryFormat.Ustar => new UstarTarEntry(type, path),
            TarEntryFormat.Gnu => new GnuTarEntry(type, path),
            _ => new PaxTarEntry(type, path),
        };
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            entry.LinkName = content![2..];
        }
        else if (content is not null)
        {
            entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        }

        return entry;
    }
}
