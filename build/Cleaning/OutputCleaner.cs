using System.Globalization;

namespace Mirror.Build.Cleaning;

/// <summary>Removes what lies below the artifacts folder, but not the host that is running.</summary>
internal static class OutputCleaner
{
    private const string HostFolder = "host";

    /// <summary>Removes everything else; the store only when <paramref name="includingStore"/>, and only if it is one.</summary>
    public static StepResult Clean(string artifacts, string storeFolder, bool includingStore)
    {
        var host = Path.Combine(artifacts, HostFolder);
        var removed = 0;
        foreach (var entry in new DirectoryInfo(artifacts).EnumerateFileSystemInfos().Where(e => e.FullName != host && !Holds(e.FullName, storeFolder)))
        {
            Delete(entry);
            removed++;
        }

        if (includingStore && File.Exists(Path.Combine(storeFolder, "oci-layout")))
        {
            Directory.Delete(storeFolder, recursive: true);
            removed++;
        }

        return removed == 0
            ? StepResult.UpToDate("there is nothing to remove")
            : StepResult.Done(string.Create(CultureInfo.InvariantCulture, $"{removed} removed"));
    }

    private static bool Holds(string folder, string store) =>
        store == folder || store.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // A link is removed, never what it points to.
    private static void Delete(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo { LinkTarget: null } directory)
        {
            directory.Delete(recursive: true);
        }
        else
        {
            entry.Delete();
        }
    }
}
