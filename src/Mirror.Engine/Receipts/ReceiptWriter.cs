using Mirror.Engine.Connecting;
using Mirror.Engine.Locking;
using Mirror.Model.Locking;
using Mirror.Oci.Store;

namespace Mirror.Engine.Receipts;

/// <summary>Leaves receipts in the output folder and, if the configuration names one, in the place that it keeps them in.</summary>
internal sealed class ReceiptWriter(MirrorOptions options, Connections connections, Action<Diagnostic> warn)
{
    /// <summary>Says that <paramref name="destination"/> holds <paramref name="lockFile"/>; the path of the receipt.</summary>
    public async Task<string> WriteAsync(Destination destination, LockFile lockFile, CancellationToken cancellationToken)
    {
        var receipt = new Receipt(options.Name, destination.ToString(), lockFile);
        var name = LockBytes.Of(lockFile).NameFor(options.Name);
        var path = Path.Combine(options.OutputFolder, "receipts", $"{name}-at-{DestinationPlace.Of(destination)}.json");
        try
        {
            await AtomicFile.WriteAsync(path, ReceiptFormat.Write(receipt), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MirrorException or IOException or UnauthorizedAccessException)
        {
            var reason = e is MirrorException known ? known.Diagnostics[0].Message : e.Message;
            throw MirrorErrors.ReceiptNotWritten.Exception(
                $"'{destination}' holds all of the lock; only the receipt that says so could not be written. {reason.TrimEnd('.')}. When that is mended, or with another folder for '--output', run the same command again: nothing is sent twice.",
                e);
        }

        await StoreAsync(receipt, DestinationPlace.Of(destination), path, cancellationToken).ConfigureAwait(false);
        return path;
    }

    // The destination is complete whether or not that place can be reached from here, and the file can be carried there.
    private async Task StoreAsync(Receipt receipt, string place, string path, CancellationToken cancellationToken)
    {
        if (!options.HasConfiguration || (await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false)).Configuration.Storage is not { } storage)
        {
            return;
        }

        try
        {
            await new ReceiptStore(options, storage, connections).WriteAsync(receipt, place, cancellationToken).ConfigureAwait(false);
        }
        catch (MirrorException e)
        {
            warn(MirrorErrors.ReceiptNotStored.Diagnostic(
                $"The receipt could not be put where 'storageConfig' says: {e.Diagnostics[0].Message} It is in '{options.DisplayPath(path)}'.", storage.Span));
        }
    }
}
