namespace Mirror.Charts.Loading;

/// <summary>The files of a chart's folder that its .helmignore leaves, symbolic links followed only inside of the folder.</summary>
internal static class FolderReader
{
    public static IReadOnlyList<ChartFile> Read(string folder, ChartLimits limits)
    {
        var root = Path.GetFullPath(folder);
        var ignoreFile = Path.Combine(root, ".helmignore");
        var ignore = HelmIgnore.Parse(File.Exists(ignoreFile) ? File.ReadAllText(ignoreFile) : "");
        var state = new State(root, ignore, limits);
        state.Read(root, "", 0);
        return state.Files;
    }

    private sealed class State(string root, HelmIgnore ignore, ChartLimits limits)
    {
        private const int MaxFolderDepth = 64;

        private readonly string _realRoot = RealPath(root);
        private long _total;
        private int _entries;

        public List<ChartFile> Files { get; } = [];

        public void Read(string folder, string prefix, int depth)
        {
            if (depth > MaxFolderDepth)
            {
                throw new ChartException(ChartFailure.Limit, $"The chart '{root}' has folders nested deeper than {MaxFolderDepth} levels.");
            }

            foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
            {
                if (++_entries > limits.MaxEntries)
                {
                    throw new ChartException(ChartFailure.Limit, $"The chart '{root}' has more than {limits.MaxEntries} files and folders.");
                }

                var name = prefix + Path.GetFileName(path);
                var isFolder = Directory.Exists(path);
                if (ignore.Matches(name, isFolder))
                {
                    continue;
                }

                CheckLink(path, name);
                if (isFolder)
                {
                    Read(path, name + "/", depth + 1);
                }
                else
                {
                    Files.Add(new ChartFile(name, ReadFile(path, name)));
                }
            }
        }

        private void CheckLink(string path, string name)
        {
            var info = new FileInfo(path);
            if (info.LinkTarget is null)
            {
                return;
            }

            var target = RealPath(path);
            if (target != _realRoot && !target.StartsWith(_realRoot + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new ChartException(ChartFailure.Loading, $"The chart '{root}' has the symbolic link '{name}', which leads out of its folder.");
            }
        }

        private byte[] ReadFile(string path, string name)
        {
            // A device or a pipe could be read for ever.
            if ((File.GetAttributes(path) & FileAttributes.Device) != 0)
            {
                throw new ChartException(ChartFailure.Loading, $"The chart '{root}' has '{name}', which is not a regular file.");
            }

            var length = new FileInfo(RealPath(path)).Length;
            _total += length;
            if (length > limits.MaxFileBytes || _total > limits.MaxTotalBytes)
            {
                throw new ChartException(ChartFailure.Limit, $"The chart '{root}' is too large at the file '{name}'.");
            }

            return File.ReadAllBytes(path);
        }

        private static string RealPath(string path)
        {
            FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            return info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? info.FullName;
        }
    }
}
