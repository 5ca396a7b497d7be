using Mirror.Oci.Store;

namespace Mirror.Engine.Fetching;

/// <summary>Stops a run that cannot fit before its first byte, instead of hours later.</summary>
internal static class DiskSpace
{
    /// <exception cref="MirrorException">MIR4003: the disk of <paramref name="folder"/> has less than <paramref name="bytes"/> free.</exception>
    public static void Ensure(string folder, long bytes)
    {
        Directory.CreateDirectory(folder);
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (bytes > free)
        {
            throw MirrorErrors.DiskFull.Exception(
                $"The disk that holds '{folder}' has {ByteSize.Format(free)} free and {ByteSize.Format(bytes)} have to be stored. Free space, or name another folder with '--store'; nothing was fetched.");
        }
    }
}
