namespace Mirror.Oci.Store;

/// <summary>
/// Mutual exclusion between processes by an open file. The file stays when the lock is released, because deleting it would let two processes hold
/// locks of two files of the same name. The operating system releases the lock of a process that dies.
/// </summary>
public sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Waits until nobody else holds the lock at <paramref name="path"/>.</summary>
    public static async Task<FileLock> AcquireAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (IsHeldByAnother(e))
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // .NET reports a lock that another process holds as EWOULDBLOCK, or as a sharing violation on Windows.
    internal static bool IsHeldByAnother(IOException exception) => exception.HResult is 11 or unchecked((int)0x80070020);
}
