using Mirror.Engine.Building;
using Mirror.Engine.Connecting;
using Mirror.Engine.Locking;
using Mirror.Engine.Probing;
using Mirror.Engine.Publishing;
using Mirror.Model.Planning;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Planning;

/// <summary>
/// The dry run: <c>mapping.txt</c> and <c>missing.txt</c> (SPEC 2.7), how much would be moved, and whether the destination will take it. No registry is written to: an
/// upload that is opened to see whether it may be is cancelled.
/// </summary>
internal sealed class PlanOperation(MirrorOptions options, LockStorage storage, Connections connections, BuiltContent built)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var lockFile = await storage.ReadAsync(cancellationToken).ConfigureAwait(false);
        var images = PlannedImages.Of(lockFile);
        var names = new DestinationNames(options.Destination, options.MaxNestedPaths);
        var unbuilt = await built.EnsureAsync(lockFile, images, cancellationToken).ConfigureAwait(false);
        var trees = await new TreeLoading(new ManifestTreeReader(connections.Store, connections.Sources)).LoadAsync([.. images.ExceptBy(unbuilt.Select(failure => failure.Image.Target), image => image.Target)], cancellationToken).ConfigureAwait(false);
        if (unbuilt.Concat(trees.Failures).ToList() is { Count: > 0 } failures)
        {
            throw new MirrorException([.. failures.SelectMany(failure => failure.Reason.Diagnostics)]) { ExitCode = failures[0].Reason.ExitCode };
        }

        var missing = images.Where(image => !IsStored(trees.Trees[image.Target])).ToList();
        var sizes = await MeasureAsync(images, names, trees, cancellationToken).ConfigureAwait(false);
        var folder = Path.Combine(options.OutputFolder, "plan");
        await AtomicFile.WriteAsync(Path.Combine(folder, "mapping.txt"), MappingText.Write(images, names), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteAsync(Path.Combine(folder, "missing.txt"), MappingText.Write(missing, names), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteAsync(Path.Combine(folder, "sizes.json"), sizes.ToJson(), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteAsync(Path.Combine(folder, "repositories.txt"), string.Concat(DestinationProbe.Repositories(images, names).Select(name => $"{name}\n")), cancellationToken)
            .ConfigureAwait(false);
        var abilities = await ProbeAsync(images, names, cancellationToken).ConfigureAwait(false);
        return StepResult.Done($"{sizes.ToSentence()}{abilities}; see '{options.DisplayPath(folder)}'");
    }

    /// <summary>What the destination can do besides, as the end of a sentence; empty where there is none to ask.</summary>
    /// <exception cref="MirrorException">Repositories that nothing can be written to, all of them.</exception>
    private async Task<string> ProbeAsync(IReadOnlyList<PlannedImage> images, DestinationNames names, CancellationToken cancellationToken)
    {
        if (options.Destination is not DestinationRegistry || images.Count == 0)
        {
            return "";
        }

        var destination = connections.Destination;
        var refused = await new DestinationProbe(destination, names).RunAsync(images, cancellationToken).ConfigureAwait(false);
        var reasons = refused.Select(failure => failure.Reason).Distinct().ToList();
        return reasons.Count > 0
            ? throw new MirrorException([.. reasons.SelectMany(reason => reason.Diagnostics)]) { ExitCode = reasons[0].ExitCode }
            : await destination.CanDeleteAsync(names.Of(images[0].Target).Repository, cancellationToken).ConfigureAwait(false) switch
            {
                true => "; every repository can be written to, and manifests can be deleted",
                false => "; every repository can be written to, but no manifest can be deleted, so Delete and Prune will not work",
                null => "; every repository can be written to",
            };
    }

    private async Task<PlanSizes> MeasureAsync(
        IReadOnlyList<PlannedImage> images,
        DestinationNames names,
        LoadedTrees trees,
        CancellationToken cancellationToken)
    {
        var outstanding = images;
        if (options.Destination is not null)
        {
            (outstanding, var unknown) = await new DestinationState(connections.Destination, names).CompareAsync(images, cancellationToken).ConfigureAwait(false);
            if (unknown.Count > 0)
            {
                throw new MirrorException([.. unknown.SelectMany(failure => failure.Reason.Diagnostics)]) { ExitCode = unknown[0].Reason.ExitCode };
            }
        }

        var all = UniqueBlobs(images.Select(image => trees.Trees[image.Target]));
        var toPush = UniqueBlobs(outstanding.Select(image => trees.Trees[image.Target]));
        return new PlanSizes(
            Images: images.Count,
            ImagesToPush: outstanding.Count,
            BytesToPush: toPush.Sum(blob => blob.Size),
            BytesToDownload: toPush.Where(blob => !IsStored(blob)).Sum(blob => blob.Size),
            BytesToStore: all.Where(blob => !IsStored(blob)).Sum(blob => blob.Size));
    }

    private static List<Descriptor> UniqueBlobs(IEnumerable<ManifestTree> trees) =>
        [.. trees.SelectMany(tree => tree.Blobs()).DistinctBy(blob => blob.Digest)];

    private bool IsStored(ManifestTree tree) => tree.Blobs().All(IsStored);

    private bool IsStored(Descriptor blob) => connections.Store.Blobs.SizeOf(blob.Digest) == blob.Size;
}
