using System.Globalization;
using Mirror.Engine.Emitting;
using Mirror.Engine.Locking;
using Mirror.Engine.Resolving;
using Mirror.Model.Locking;

namespace Mirror.Engine.Checking;

/// <summary>Reads and validates the configuration and the lock, offline, and tells all problems at once.</summary>
internal sealed class CheckOperation(MirrorOptions options, LockStorage storage, Action<Diagnostic> warn)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var name = options.DisplayPath(options.ConfigurationFile);
        if (!options.HasConfiguration)
        {
            return StepResult.UpToDate($"there is no '{name}', so all is meant that the archives bring");
        }

        var stamp = new CheckStamp(options);
        if (await stamp.IsValidAsync(cancellationToken).ConfigureAwait(false))
        {
            return StepResult.UpToDate($"'{name}' and its lock were checked before with this content");
        }

        var (configuration, warnings) = await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (var warning in warnings)
        {
            warn(warning);
        }

        var expected = ExpectedSources.Of(configuration);
        var lockFile = await storage.FindAsync(cancellationToken).ConfigureAwait(false);
        if (options.UsesArchiveLock)
        {
            return StepResult.Done($"'{name}' is valid; the lock is that of the archives");
        }

        var reasons = await new LockReasons(options, warn).FindAsync(storage.Considered(lockFile ?? LockFile.Empty), expected, cancellationToken).ConfigureAwait(false);
        if (LockedMode.IsOn(options))
        {
            await LockedMode.EnsureAsync(options, storage, lockFile, reasons, cancellationToken).ConfigureAwait(false);
        }

        // Templates are files of their own that the stamp does not cover.
        var templates = await CatalogSourceTemplates.ReadAsync(options, configuration.Operators, cancellationToken).ConfigureAwait(false);
        if (warnings.Count == 0 && templates.Count == 0
            && await NamedFiles.DigestsAsync(expected, options.ConfigurationFolder, cancellationToken).ConfigureAwait(false) is { } files)
        {
            await stamp.WriteAsync(files, cancellationToken).ConfigureAwait(false);
        }

        return StepResult.Done(
            lockFile is null ? $"'{name}' is valid; there is no lock yet"
            : reasons.Count == 0 ? $"'{name}' is valid and '{storage.DisplayName}' answers it"
            : string.Create(CultureInfo.InvariantCulture, $"'{name}' is valid; '{storage.DisplayName}' has to change in {reasons.Count} of its sources"));
    }
}
