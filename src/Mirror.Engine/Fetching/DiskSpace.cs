using Mirror.Engine.Options;

namespace Mirror.Engine.Fetching;

/// <summary>Stops a run that cannot fit before its first byte, instead of hours later.</summary>
internal static class DiskSpace
{
    /// <param name="option">What another folder is named with.</param>
    /// <exception cref="MirrorException">MIR4003: the disk of <paramref name="folder"/> has less than <paramref name="bytes"/> free.</exception>
    public static void Ensure(string folder, long bytes, MirrorArgument option)
    {
        Directory.CreateDirectory(folder);
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (bytes > free)
        {
            throw MirrorErrors.DiskFull.Exception(
                $"The disk that holds '{folder}' has {ByteSize.Format(free)} free and {ByteSize.Format(bytes)} have to be stored. Free space, or name another folder with '{option.Option}'; nothing was written.");
        }
    }
}
