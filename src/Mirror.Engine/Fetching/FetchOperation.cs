using System.Collections.Concurrent;
using System.Globalization;
using Mirror.Engine.Building;
using Mirror.Engine.Connecting;
using Mirror.Engine.Locking;
using Mirror.Engine.Options;
using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;

namespace Mirror.Engine.Fetching;

/// <summary>Brings every locked manifest and blob into the content store; what is there is not asked for again.</summary>
internal sealed class FetchOperation(MirrorOptions options, LockStorage storage, Connections connections, BuiltContent built, CopyProgress progress)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var lockFile = await storage.ReadAsync(cancellationToken).ConfigureAwait(false);
        var images = PlannedImages.Of(lockFile);
        var store = connections.Store;
        store.Blobs.RemoveAbandoned();
        if (options.Deep)
        {
            await store.Blobs.RemoveDamagedAsync(cancellationToken).ConfigureAwait(false);
        }

        var places = connections.SourcesOf(images, new DestinationNames(options.Destination, options.MaxNestedPaths));
        var unbuilt = await built.EnsureAsync(lockFile, images, cancellationToken).ConfigureAwait(false);
        var loaded = await new TreeLoading(new ManifestTreeReader(store, places))
            .LoadAsync([.. images.ExceptBy(unbuilt.Select(failure => failure.Image.Target), image => image.Target)], cancellationToken).ConfigureAwait(false);
        if (loaded.Failures.Any(failure => failure.Image.Release is not null))
        {
            ThrowIfAny([.. unbuilt, .. loaded.Failures], images.Count);
        }

        var missing = loaded.Trees
            .OrderBy(tree => tree.Key.ToString(), StringComparer.Ordinal)
            .SelectMany(tree => tree.Value.Blobs().Select(blob => (Target: tree.Key, Blob: blob)))
            .DistinctBy(item => item.Blob.Digest)
            .Where(item => store.Blobs.SizeOf(item.Blob.Digest) != item.Blob.Size)
            .ToList();
        var bytes = missing.Sum(item => item.Blob.Size);
        DiskSpace.Ensure(store.Blobs.Root, bytes, MirrorArguments.Store);
        progress.Plan(images.Count, bytes);
        var sources = images.ToDictionary(image => image.Target, image => image);
        var failures = await FetchAsync(missing, sources, places, cancellationToken).ConfigureAwait(false);
        ThrowIfAny([.. unbuilt, .. loaded.Failures, .. failures], images.Count);

        await store.OfferAsync(images.Select(image => (image.Source, loaded.Trees[image.Target].Manifest)), cancellationToken).ConfigureAwait(false);
        return missing.Count == 0
            ? StepResult.UpToDate($"the store has {Counted.Images(images.Count)}, all that the lock names")
            : StepResult.Done($"the store has {Counted.Images(images.Count)}; {Counted.Of(missing.Count, "blob", "blobs")} came in");
    }

    private async Task<IReadOnlyList<CopyFailure>> FetchAsync(
        List<(TargetName Target, Descriptor Blob)> missing,
        Dictionary<TargetName, PlannedImage> sources,
        IImageSource places,
        CancellationToken cancellationToken)
    {
        var supply = new BlobSupply(connections.Store, places, keepLayers: true, progress);
        var failures = new ConcurrentBag<CopyFailure>();
        using var stop = new ReleaseStop(cancellationToken);
        var degree = new ParallelOptions { MaxDegreeOfParallelism = connections.Parallelism, CancellationToken = stop.Token };
        await stop.UnlessStoppedAsync(Parallel.ForEachAsync(missing, degree, async (item, token) =>
        {
            var image = sources[item.Target];
            try
            {
                await supply.FetchAsync(image.Source, item.Blob, token).ConfigureAwait(false);
                progress.BlobIsThere(item.Blob.Size, mounted: false);
            }
            catch (MirrorException e)
            {
                failures.Add(new CopyFailure(image, e));
                await stop.FailedAsync(image).ConfigureAwait(false);
            }
        })).ConfigureAwait(false);
        return [.. failures.OrderBy(failure => failure.Image.Target.ToString(), StringComparer.Ordinal)];
    }

    private static void ThrowIfAny(IReadOnlyList<CopyFailure> failures, int total)
    {
        if (failures.Count == 0)
        {
            return;
        }

        var reasons = failures.SelectMany(failure => failure.Reason.Diagnostics.Select(d => d with
        {
            Message = $"'{failure.Image.Origin}' ({failure.Image.Because}) could not be fetched: {d.Message}",
        }));
        var images = failures.Select(failure => failure.Image.Target).Distinct().Count();
        throw new MirrorException(
        [
            .. reasons,
            MirrorErrors.FetchIncomplete.Diagnostic(string.Create(
                CultureInfo.InvariantCulture,
                $"{images} of {Counted.Images(total)} not complete in the store. What arrived is kept; mend what is named above and run the same command again.")),
        ])
        {
            ExitCode = failures[0].Reason.ExitCode == ExitCode.Failed ? ExitCode.Failed : ExitCode.Source,
        };
    }
}
