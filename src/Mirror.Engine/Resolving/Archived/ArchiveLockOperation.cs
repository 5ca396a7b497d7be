using Mirror.Engine.Connecting;
using Mirror.Engine.Locking;
using Mirror.Model.Locking;
using Mirror.Oci.Archives;

namespace Mirror.Engine.Resolving.Archived;

/// <summary>
/// Resolve where the configuration has no lock of its own: takes the archives' lock, or the part of it that the configuration asks for. It stays in the output folder: the next
/// archive brings the next one.
/// </summary>
internal sealed class ArchiveLockOperation(MirrorOptions options, LockStorage storage, Connections connections)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var archived = ArchivedLock.Choose(await connections.ArchivesAsync(cancellationToken).ConfigureAwait(false), options.Name);
        var lockFile = options.HasConfiguration ? await SelectAsync(archived, cancellationToken).ConfigureAwait(false) : archived.Lock;
        await storage.WriteAsync(lockFile, cancellationToken).ConfigureAwait(false);
        var part = lockFile.Sources.Count == archived.Lock.Sources.Count
            ? "the lock"
            : $"{Counted.Of(lockFile.Sources.Count, "source", "sources")} of the {Counted.Of(archived.Lock.Sources.Count, "source", "sources")}";
        return StepResult.Done($"{part} of the archive '{archived.Name}' {(lockFile.Sources.Count == archived.Lock.Sources.Count ? "counts" : "count")}");
    }

    private async Task<LockFile> SelectAsync(ArchivedLock archived, CancellationToken cancellationToken)
    {
        var (configuration, _) = await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        return ArchiveSelection.Select(archived, ExpectedSources.Of(configuration));
    }
}
