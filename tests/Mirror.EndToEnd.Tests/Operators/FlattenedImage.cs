using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>The files that a container of an image would see, computed from what <c>skopeo copy ... dir:</c> wrote and without the product's own code.</summary>
internal static class FlattenedImage
{
    /// <summary>Content by path. <paramref name="manifest"/> is a manifest file of the folder.</summary>
    public static SortedDictionary<string, byte[]> Read(string folder, string manifest)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var layer in JsonNode.Parse(File.ReadAllText(Path.Combine(folder, manifest)))!["layers"]!.AsArray())
        {
            Apply(Path.Combine(folder, ((string)layer!["digest"]!)["sha256:".Length..]), files);
        }

        return files;
    }

    private static void Apply(string layer, SortedDictionary<string, byte[]> files)
    {
        var entries = Entries(layer);
        foreach (var name in entries.Select(entry => entry.Name).Where(name => Path.GetFileName(name).StartsWith(".wh.", StringComparison.Ordinal)))
        {
            var folder = name[..(name.LastIndexOf('/') + 1)];
            var removed = name.EndsWith("/.wh..wh..opq", StringComparison.Ordinal) ? folder : folder + Path.GetFileName(name)[".wh.".Length..];
            foreach (var path in files.Keys.Where(path => path == removed || path.StartsWith($"{removed.TrimEnd('/')}/", StringComparison.Ordinal)).ToList())
            {
                files.Remove(path);
            }
        }

        foreach (var (name, content) in entries.Where(entry => !Path.GetFileName(entry.Name).StartsWith(".wh.", StringComparison.Ordinal)))
        {
            files[name] = content;
        }
    }

    private static List<(string Name, byte[] Content)> Entries(string layer)
    {
        using var file = File.OpenRead(layer);
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new TarReader(gzip);
        var entries = new List<(string, byte[])>();
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                using var content = new MemoryStream();
                entry.DataStream?.CopyTo(content);
                entries.Add((entry.Name, content.ToArray()));
            }
        }

        return entries;
    }
}
