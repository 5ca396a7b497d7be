using System.Globalization;
using System.Text;
using Mirror.Oci.Archives;
using Mirror.Oci.Store;

namespace Mirror.Engine.Packing;

/// <summary>
/// Remembers the segments that were written, with digest, size and time of each. A file that has kept size and time is taken as it was; any other is read again,
/// so that a copied or edited segment is told from a right one by its content.
/// </summary>
internal sealed class PackStamp
{
    private readonly string _path;
    private readonly string _contents;
    private readonly SortedDictionary<string, (Digest Digest, long Size, long Time)> _files = new(StringComparer.Ordinal);

    private PackStamp(string path, string contents)
    {
        _path = path;
        _contents = contents;
    }

    /// <summary>The stamp of an archive; what another archive of that name left is forgotten.</summary>
    public static async Task<PackStamp> ReadAsync(MirrorOptions options, ArchiveLayout layout, CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.OutputFolder, "plan", $"{layout.Contents.Name}.stamp");
        var stamp = new PackStamp(path, layout.Contents.Fingerprint.ToString());
        string[] lines = File.Exists(path) ? await File.ReadAllLinesAsync(path, cancellationToken).ConfigureAwait(false) : [];
        if (lines.Length > 0 && lines[0] == stamp._contents)
        {
            foreach (var parts in lines.Skip(1).Select(line => line.Split(' ', 4)))
            {
                if (parts.Length == 4 && Digest.TryParse(parts[0], out var digest)
                    && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var size) && long.TryParse(parts[2], CultureInfo.InvariantCulture, out var time))
                {
                    stamp._files[parts[3]] = (digest, size, time);
                }
            }
        }

        return stamp;
    }

    /// <summary>The digest of a file that is as it was written; null when that is not known.</summary>
    public Digest? Find(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && _files.TryGetValue(file.Name, out var known) && known.Size == file.Length && known.Time == file.LastWriteTimeUtc.Ticks ? known.Digest : null;
    }

    /// <summary>Notes a segment as it is now.</summary>
    public async Task AddAsync(string path, Digest digest, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        _files[file.Name] = (digest, file.Length, file.LastWriteTimeUtc.Ticks);
        var text = new StringBuilder(_contents).Append('\n');
        foreach (var (name, (known, size, time)) in _files)
        {
            text.Append(CultureInfo.InvariantCulture, $"{known} {size} {time} {name}\n");
        }

        await AtomicFile.WriteAsync(_path, text.ToString(), cancellationToken).ConfigureAwait(false);
    }
}
