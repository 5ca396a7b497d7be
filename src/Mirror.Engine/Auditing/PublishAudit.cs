using System.Globalization;
using Mirror.Engine.Locking;
using Mirror.Engine.Planning;
using Mirror.Engine.Publishing;
using Mirror.Model.Locking;
using Mirror.Oci.Store;

namespace Mirror.Engine.Auditing;

/// <summary>
/// Runs a Publish and writes down what it did, however it ended: a statement beside the report and, for good, one in the folder of the lock, with the names that the images
/// got. The only outputs but the report that have times, names of machines and of people in them.
/// </summary>
internal sealed class PublishAudit(MirrorOptions options, MirrorEnvironment environment, LockStorage storage)
{
    private const int MaxRunsASecond = 1000;

    public async Task<StepResult> RunAsync(Func<CancellationToken, Task<PublishResult>> publish, CancellationToken cancellationToken)
    {
        var started = environment.TimeProvider.GetUtcNow();
        using var signer = options.SigningKey is null
            ? null
            : await DsseSigner.ReadAsync(options.SigningKey, options.DisplayPath(options.SigningKey), cancellationToken).ConfigureAwait(false);
        PublishResult? result = null;
        try
        {
            result = await publish(cancellationToken).ConfigureAwait(false);
            var step = result.ToStepResult();
            await WriteAsync(started, result, ExitCode.Complete, null, signer).ConfigureAwait(false);
            return step;
        }
        catch (MirrorException e)
        {
            await WriteFailureAsync(started, result, e, signer).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await WriteAsync(started, null, ExitCode.Cancelled, "the run was cancelled", signer).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Keeps a copy of the resources beside the records of the lock; nothing where there is no record.</summary>
    public async Task KeepResourcesAsync(CancellationToken cancellationToken)
    {
        var source = Path.Combine(options.OutputFolder, "cluster-resources");
        if (options.Destination is not { } destination
            || options.Shard is not null
            || !Directory.Exists(source)
            || await storage.FindAsync(cancellationToken).ConfigureAwait(false) is not { } lockFile
            || new RunFolder(options, lockFile, destination) is not { } folder
            || !Directory.Exists(folder.Path))
        {
            return;
        }

        var names = Directory.EnumerateFiles(source).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToList();
        foreach (var name in names)
        {
            var content = await File.ReadAllBytesAsync(Path.Combine(source, name), cancellationToken).ConfigureAwait(false);
            await AtomicFile.WriteAsync(Path.Combine(folder.Resources, name), content, cancellationToken).ConfigureAwait(false);
        }

        foreach (var obsolete in Directory.Exists(folder.Resources) ? Directory.EnumerateFiles(folder.Resources).Where(file => !names.Contains(Path.GetFileName(file), StringComparer.Ordinal)).ToList() : [])
        {
            File.Delete(obsolete);
        }
    }

    private async Task WriteFailureAsync(DateTimeOffset started, PublishResult? result, MirrorException failure, DsseSigner? signer)
    {
        try
        {
            await WriteAsync(started, result, failure.ExitCode, result is null ? failure.Diagnostics[0].Message : null, signer).ConfigureAwait(false);
        }
        catch (Exception e) when (DiskErrors.Explain(e) is { } known)
        {
            // Why the run failed matters more than that this could not be written down.
            throw new MirrorException([.. failure.Diagnostics, .. known.Diagnostics], failure) { ExitCode = failure.ExitCode };
        }
    }

    // Never cancelled: a run that was is to be written down too.
    private async Task WriteAsync(DateTimeOffset started, PublishResult? result, ExitCode exitCode, string? failure, DsseSigner? signer)
    {
        if (options.Destination is not { } destination || await storage.FindAsync(CancellationToken.None).ConfigureAwait(false) is not { } lockFile)
        {
            return;
        }

        var record = await RecordAsync(lockFile, destination, started, result, exitCode, failure).ConfigureAwait(false);
        var folder = new RunFolder(options, lockFile, destination);
        var names = new DestinationNames(destination, options.MaxNestedPaths);
        await AtomicFile.WriteAsync(folder.Mapping, MappingText.Write(PlannedImages.Of(lockFile), names), CancellationToken.None).ConfigureAwait(false);
        var statement = PublishStatement.Write(record);
        var path = NewPath(folder.Path, record.StartedOn);
        await WriteAsync($"{path}.intoto.json", "publish.intoto.json", statement).ConfigureAwait(false);
        var latestEnvelope = Path.Combine(options.OutputFolder, "publish.dsse.json");
        if (signer is not null)
        {
            await WriteAsync($"{path}.dsse.json", "publish.dsse.json", signer.Sign(PublishStatement.PayloadType, statement)).ConfigureAwait(false);
        }
        else
        {
            // One of an earlier run would not be about the statement beside it.
            File.Delete(latestEnvelope);
        }
    }

    private async Task WriteAsync(string path, string latest, byte[] content)
    {
        await AtomicFile.WriteAsync(path, content, CancellationToken.None).ConfigureAwait(false);
        await AtomicFile.WriteAsync(Path.Combine(options.OutputFolder, latest), content, CancellationToken.None).ConfigureAwait(false);
    }

    private static string NewPath(string folder, DateTimeOffset started)
    {
        var name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"publish-{started.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}"));
        return Enumerable.Range(1, MaxRunsASecond)
            .Select(number => number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"))
            .First(path => !File.Exists($"{path}.intoto.json"));
    }

    private async Task<PublishRecord> RecordAsync(
        LockFile lockFile, Destination destination, DateTimeOffset started, PublishResult? result, ExitCode exitCode, string? failure)
    {
        var names = new DestinationNames(destination, options.MaxNestedPaths);
        var missing = (result?.Failures ?? []).DistinctBy(failed => failed.Image.Target).ToDictionary(failed => failed.Image.Target, failed => failed.Reason.Diagnostics[0].Message);
        var images = PlannedImages.Of(lockFile);

        // A run that a release has stopped, or one of several parts, does not know of the other images.
        var isWhole = result is { Part: null } && !result.Failures.Any(failed => failed.Image.Release is not null);
        return new PublishRecord
        {
            Pins = LockBytes.Of(lockFile).Pins,
            Materials = await MaterialsAsync().ConfigureAwait(false),
            Destination = destination.ToString(),
            Present = isWhole ? [.. images.Where(image => !missing.ContainsKey(image.Target)).Select(image => (names.Describe(image.Target), image.Digest))] : [],
            Missing = [.. images.Where(image => missing.ContainsKey(image.Target)).Select(image => (image, missing[image.Target]))],
            Copied = result?.Copied ?? 0,
            ExitCode = exitCode,
            Failure = failure,
            Part = result?.Part?.Shard.ToString(),
            StartedOn = started,
            FinishedOn = environment.TimeProvider.GetUtcNow(),
            Actor = RunActor.Of(environment.Host.Find),
            Machine = environment.MachineName,
        };
    }

    private async Task<IReadOnlyList<(string Name, Digest Digest)>> MaterialsAsync()
    {
        var materials = new List<(string Name, Digest Digest)>();
        foreach (var file in new[] { options.ConfigurationFile, options.LockFile, options.ReferrersLockFile, options.PolicyFile }.Where(File.Exists))
        {
            materials.Add((options.DisplayPath(file), Digest.Of(await File.ReadAllBytesAsync(file, CancellationToken.None).ConfigureAwait(false))));
        }

        return materials;
    }
}
