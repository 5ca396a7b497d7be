namespace Mirror.Oci.Store;

/// <summary>Tells a full disk from other failures of writing.</summary>
public static class DiskErrors
{
    private const int NoSpaceLeft = 28; // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT
    private const int ReadOnlyFileSystem = 30; // EROFS
    private const int WindowsWriteProtect = unchecked((int)0x80070013);
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Whether <paramref name="exception"/> means that the disk or a quota is full.</summary>
    public static bool IsDiskFull(IOException exception) =>
        exception.HResult is NoSpaceLeft or QuotaExceeded or WindowsDiskFull;

    /// <summary>Whether <paramref name="exception"/> means that nothing on the disk can be written.</summary>
    public static bool IsReadOnly(IOException exception) => exception.HResult is ReadOnlyFileSystem or WindowsWriteProtect;

    /// <summary>The sentence for people. <paramref name="doing"/> is a clause such as <c>storing 'sha256:…'</c>.</summary>
    public static MirrorException Full(string folder, string doing, IOException inner) =>
        MirrorErrors.DiskFull.Exception(
            $"The disk that holds '{folder}' is full: {doing} failed. Free space or choose another folder, then run the same command again; what had arrived is kept.",
            inner);

    /// <summary>
    /// What the fronts tell people when the system refuses a file, a folder or a port: <paramref name="exception"/> as a known failure, or null when it is
    /// something else. Its message names the path.
    /// </summary>
    public static MirrorException? Explain(Exception exception) => exception is IOException or UnauthorizedAccessException
        ? MirrorErrors.SystemRefused.Exception($"The system refuses to go on: {exception.Message}", exception)
        : null;
}
