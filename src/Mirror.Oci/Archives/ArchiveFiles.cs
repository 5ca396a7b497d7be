using Mirror.Oci.Archives.OcMirror;

namespace Mirror.Oci.Archives;

/// <summary>Finds the files of archives where people put them.</summary>
public static class ArchiveFiles
{
    private const int MaxFiles = 100_000;
    private const int MaxFolders = 1_000;

    /// <summary>
    /// The files that <paramref name="paths"/> name, and of the folders among them every <c>*.tar</c> that an archive may be: others lie on the same disks.
    /// </summary>
    /// <exception cref="MirrorException">MIR4013: a path does not exist, or none has an archive.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
            {
                files.Add(Path.GetFullPath(path));
            }
            else if (Directory.Exists(path))
            {
                files.AddRange(TarsOf(path).Where(MayBeArchive));
            }
            else
            {
                throw MirrorErrors.ArchiveNotFound.Exception($"There is no file or folder '{path}'.");
            }
        }

        return files.Count > 0
            ? [.. files.Distinct(StringComparer.Ordinal)]
            : throw MirrorErrors.ArchiveNotFound.Exception(
                $"There is no archive in '{string.Join("', '", paths)}'; the files of one are called 'NAME-<12 digits>-0001.tar' and so on.{paths.Where(Directory.Exists).Select(Advice).FirstOrDefault(advice => advice.Length > 0)}");
    }

    // Where people mean one folder and name another. One level is looked at: a disk may have many.
    private static string Advice(string folder)
    {
        if (File.Exists(Path.Combine(folder, ArchiveContents.FileName)))
        {
            return $" '{folder}' is an archive that was unpacked: archives are read as they are, so name the file itself.";
        }

        var below = new EnumerationOptions { IgnoreInaccessible = true };
        return Directory.EnumerateDirectories(folder, "*", below).Take(MaxFolders).Order(StringComparer.Ordinal)
            .FirstOrDefault(other => Directory.EnumerateFiles(other, "*.tar", below).Take(MaxFolders).Any(file => ArchiveName.TryParseSegment(Path.GetFileName(file)) is not null || OcMirrorFile.TryParse(file) is not null)) is { } meant
            ? $" Folders in it are not searched; did you mean '{meant}'?"
            : "";
    }

    /// <summary>The mirrors that the files are of, by their names alone; what does not exist has none.</summary>
    public static IReadOnlyList<string> MirrorsOf(IEnumerable<string> paths) =>
    [
        .. paths.SelectMany(path => Directory.Exists(path) ? TarsOf(path) : [path])
            .Select(file => ArchiveName.TryParseSegment(Path.GetFileName(file))?.Name.Mirror)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static IReadOnlyList<string> TarsOf(string folder) =>
        [.. Directory.EnumerateFiles(Path.GetFullPath(folder), "*.tar").Take(MaxFiles).Order(StringComparer.Ordinal)];

    // A renamed segment is noticed by how it begins, a damaged one by its name.
    private static bool MayBeArchive(string file) =>
        ArchiveName.TryParseSegment(Path.GetFileName(file)) is not null || OcMirrorFile.TryParse(file) is not null || StartsLikeSegment(file);

    private static bool StartsLikeSegment(string file)
    {
        Span<byte> start = stackalloc byte[ArchiveContents.FileName.Length + 1];
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("contents.json\0"u8);
    }
}
