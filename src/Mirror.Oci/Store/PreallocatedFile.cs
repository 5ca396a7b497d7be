namespace Mirror.Oci.Store;

/// <summary>New files that get their room on the disk when they are opened, so that one that is too small says so at once.</summary>
internal static class PreallocatedFile
{
    // The framework reports room that cannot be had without the number that the system gave.
    private const int NoNumber = unchecked((int)0x80131620);
    private const int NoSpaceLeft = 28;

    /// <exception cref="IOException">Among others for want of room, which <see cref="DiskErrors.IsDiskFull"/> tells.</exception>
    public static FileStream Create(string path, FileMode mode, long size)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = mode,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
                PreallocationSize = size,
            });
        }
        catch (IOException e) when (size > 0 && e.GetType() == typeof(IOException) && e.HResult == NoNumber)
        {
            throw new IOException(e.Message, NoSpaceLeft);
        }
    }
}
