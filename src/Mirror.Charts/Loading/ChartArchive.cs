using System.Formats.Tar;
using System.IO.Compression;

namespace Mirror.Charts.Loading;

/// <summary>The files of a chart's archive, without the folder that holds them all.</summary>
internal static class ChartArchive
{
    private const int BufferSize = 64 * 1024;

    public static IReadOnlyList<ChartFile> Read(Stream archive, string name, ChartLimits limits)
    {
        using var unpacked = new MemoryStream();
        try
        {
            Unpack(archive, name, unpacked, limits);
            unpacked.Position = 0;
            return ReadEntries(unpacked, name, limits);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            throw new ChartException(ChartFailure.Loading, $"'{name}' is not a gzipped tar archive: {e.Message}", innerException: e);
        }
    }

    private static void Unpack(Stream archive, string name, MemoryStream target, ChartLimits limits)
    {
        if (archive.CanSeek && archive.Length > limits.MaxArchiveBytes)
        {
            throw TooLarge(name, $"is larger than {limits.MaxArchiveBytes} bytes");
        }

        using var gzip = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[BufferSize];
        int read;
        while ((read = gzip.Read(buffer)) > 0)
        {
            if (target.Length + read > limits.MaxTotalBytes)
            {
                throw TooLarge(name, $"is larger than {limits.MaxTotalBytes} bytes when it is unpacked");
            }

            target.Write(buffer, 0, read);
        }
    }

    private static List<ChartFile> ReadEntries(Stream unpacked, string name, ChartLimits limits)
    {
        var files = new List<ChartFile>();
        using var reader = new TarReader(unpacked, leaveOpen: true);
        var entries = 0;
        while (reader.GetNextEntry(copyData: false) is { } entry)
        {
            if (++entries > limits.MaxEntries)
            {
                throw TooLarge(name, $"has more than {limits.MaxEntries} entries");
            }

            if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes)
            {
                continue;
            }

            var path = CheckPath(entry.Name, name);
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
            {
                throw new ChartException(ChartFailure.Loading, $"The archive '{name}' has the entry '{entry.Name}', which is not a regular file.");
            }

            if (entry.Length > limits.MaxFileBytes)
            {
                throw TooLarge(name, $"has the file '{path}' of more than {limits.MaxFileBytes} bytes");
            }

            if (path.Length > 0)
            {
                files.Add(new ChartFile(path, ReadData(entry)));
            }
        }

        return files.Count > 0 ? files : throw new ChartException(ChartFailure.Loading, $"The archive '{name}' has no files in a folder of the chart's name.");
    }

    // Everything lies in one folder; a file beside it is not of the chart.
    private static string CheckPath(string entry, string name)
    {
        var path = entry.Replace('\\', '/');
        var parts = path.Split('/');
        if (path.StartsWith('/') || parts.Contains("..") || path.Contains('\0', StringComparison.Ordinal) || (parts[0].Length == 2 && parts[0][1] == ':'))
        {
            throw new ChartException(ChartFailure.Loading, $"The archive '{name}' has the entry '{entry}', which leads out of its folder.");
        }

        var inner = parts.Where(part => part is not ("." or "")).Skip(1);
        return string.Join('/', inner);
    }

    private static byte[] ReadData(TarEntry entry)
    {
        var data = new byte[entry.Length];
        entry.DataStream?.ReadExactly(data);
        return data;
    }

    private static ChartException TooLarge(string name, string how) => new(ChartFailure.Limit, $"The archive '{name}' {how}.");
}
