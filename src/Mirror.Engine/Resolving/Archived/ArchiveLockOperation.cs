using Mirror.Engine.Connecting;
using Mirror.Engine.Locking;
using Mirror.Model.Locking;
using Mirror.Oci.Archives;

namespace Mirror.Engine.Resolving.Archived;

/// <summary>
/// Resolve where the configuration has no lock of its own: takes the archives' lock, or the part of it that the configuration asks for. It stays in the output folder: the next
/// archive brings the next one.
/// </summary>
internal sealed class ArchiveLockOperation(MirrorOptions options, LockStorage storage, Connections connections, Action<Diagnostic> warn)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var archives = await connections.ArchivesAsync(cancellationToken).ConfigureAwait(false);
        if (archives.Archives.Count == 0)
        {
            return await MakeAsync(archives, cancellationToken).ConfigureAwait(false);
        }

        var archived = ArchivedLock.Choose(archives, options.Name);
        var lockFile = options.HasConfiguration ? await SelectAsync(archived, cancellationToken).ConfigureAwait(false) : archived.Lock;
        await storage.WriteAsync(lockFile, cancellationToken).ConfigureAwait(false);
        var part = lockFile.Sources.Count == archived.Lock.Sources.Count
            ? "the lock"
            : $"{Counted.Of(lockFile.Sources.Count, "source", "sources")} of the {Counted.Of(archived.Lock.Sources.Count, "source", "sources")}";
        return StepResult.Done($"{part} of the archive '{archived.Name}' {(lockFile.Sources.Count == archived.Lock.Sources.Count ? "counts" : "count")}");
    }

    private async Task<StepResult> MakeAsync(ArchiveSet archives, CancellationToken cancellationToken)
    {
        if (options.HasConfiguration)
        {
            throw MirrorErrors.ArchiveLacksEntry.Exception(
                $"'{archives.OcMirror[0].Name}' is an archive of oc-mirror, which has no lock that '{options.DisplayPath(options.ConfigurationFile)}' could choose from. Leave '--config' out to publish all of it, or put the lock of this configuration beside it.");
        }

        var lockFile = await new OcMirrorLock(archives, warn).MakeAsync(cancellationToken).ConfigureAwait(false);
        await storage.WriteAsync(lockFile, cancellationToken).ConfigureAwait(false);
        return StepResult.Done($"{Counted.Images(lockFile.Sources.Count)} of the archive '{archives.OcMirror[0].Name}'");
    }

    private async Task<LockFile> SelectAsync(ArchivedLock archived, CancellationToken cancellationToken)
    {
        var (configuration, _) = await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        return ArchiveSelection.Select(archived, ExpectedSources.Of(configuration));
    }
}
