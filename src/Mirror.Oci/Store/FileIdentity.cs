using System.Globalization;
using System.Runtime.InteropServices;

namespace Mirror.Oci.Store;

/// <summary>
/// Tells whether a file is the one that was seen before, without reading it: another name, length, time or inode makes another file. Where it lies does not count, so that
/// a disk may be mounted elsewhere.
/// </summary>
/// <param name="Name">Without its folder.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Time">Of the last change, in ticks.</param>
/// <param name="Inode">0 where the system has none.</param>
public sealed record FileIdentity(string Name, long Length, long Time, ulong Inode)
{
    /// <summary>As one line of text, by which two can be compared.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Length} {Time} {Inode} {Name}");

    /// <summary>The file as it is now; null when it is not there.</summary>
    public static FileIdentity? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileIdentity(file.Name, file.Length, file.LastWriteTimeUtc.Ticks, Linux.InodeOf(path)) : null;
    }

    // The framework knows inodes and does not tell them. This structure is the same on all processors.
    private static class Linux
    {
        private const int CurrentFolder = -100; // AT_FDCWD
        private const uint Wanted = 0x100; // STATX_INO
        private const int MaskOffset = 0;
        private const int InodeOffset = 32;

        public static ulong InodeOf(string path)
        {
            if (!OperatingSystem.IsLinux())
            {
                return 0;
            }

            var status = new byte[256];
            try
            {
                return statx(CurrentFolder, path, 0, Wanted, status) == 0 && (BitConverter.ToUInt32(status, MaskOffset) & Wanted) != 0
                    ? BitConverter.ToUInt64(status, InodeOffset)
                    : 0;
            }
            catch (EntryPointNotFoundException)
            {
                // An older C library: the other three have to do.
                return 0;
            }
        }

        [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] status);
    }
}
