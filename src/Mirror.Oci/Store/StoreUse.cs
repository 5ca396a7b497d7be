namespace Mirror.Oci.Store;

/// <summary>
/// Keeps a sweep and those who bring or read content apart, between processes: any number may use a store at a time, or one may sweep it. Like <see cref="FileLock"/> it
/// is a lock on an open file, which the operating system releases when a process dies.
/// </summary>
public sealed class StoreUse : IDisposable
{
    private const string FileName = ".use";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream? _file;

    private StoreUse(FileStream? file) => _file = file;

    /// <summary>Waits while somebody sweeps. In a store that this user may only read nobody can sweep either, as far as this user may know.</summary>
    public static async Task<StoreUse> ShareAsync(string root, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                Directory.CreateDirectory(root);
                return new StoreUse(Open(root, FileShare.ReadWrite));
            }
            catch (IOException e) when (FileLock.IsHeldByAnother(e))
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException e) when (DiskErrors.IsDiskFull(e))
            {
                throw DiskErrors.Full(root, "taking the store into use", e);
            }
            catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException io && DiskErrors.IsReadOnly(io)))
            {
                return new StoreUse(null);
            }
        }
    }

    /// <summary>The store for oneself; null when others use it.</summary>
    public static StoreUse? TryOwn(string root)
    {
        try
        {
            return new StoreUse(Open(root, FileShare.None));
        }
        catch (IOException e) when (FileLock.IsHeldByAnother(e))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static FileStream Open(string root, FileShare share) =>
        new(Path.Combine(root, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
}
