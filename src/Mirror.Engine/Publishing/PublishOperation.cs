using Mirror.Engine.Building;
using Mirror.Engine.Connecting;
using Mirror.Engine.Locking;
using Mirror.Engine.Planning;
using Mirror.Engine.Probing;
using Mirror.Engine.Receipts;
using Mirror.Engine.Verifying;
using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Publishing;

/// <summary>
/// Makes the destination hold the lock. Asks it first what it has, plans what is missing, then streams it from store or sources; an image that fails hurts
/// only those that need it, and is named (promise 4). From archives nothing is pushed before all that is needed is known to be there and to be right.
/// </summary>
internal sealed class PublishOperation(
    MirrorOptions options,
    LockStorage storage,
    Connections connections,
    BuiltContent built,
    CopyProgress progress,
    TimeProvider time,
    Action<Diagnostic> warn)
{
    private bool IsFromArchives => options.From.Count > 0;

    public async Task<PublishResult> RunAsync(CancellationToken cancellationToken)
    {
        var lockFile = await storage.ReadAsync(cancellationToken).ConfigureAwait(false);
        var result = await CopyAsync(lockFile, cancellationToken).ConfigureAwait(false);
        return IsFromArchives && result is { Failures.Count: 0, Part: null }
            ? result with
            {
                Receipt = options.DisplayPath(
                    await new ReceiptWriter(options, connections, warn).WriteAsync(connections.DestinationAddress, lockFile, cancellationToken).ConfigureAwait(false)),
            }
            : result;
    }

    private async Task<PublishResult> CopyAsync(LockFile lockFile, CancellationToken cancellationToken)
    {
        var images = PlannedImages.Of(lockFile);
        var names = new DestinationNames(connections.DestinationAddress, options.MaxNestedPaths);
        var destination = connections.Destination;
        await connections.ReachDestinationAsync(cancellationToken).ConfigureAwait(false);

        var (outstanding, unknown) = await new DestinationState(destination, names, Copies(), AddedTo(images)).CompareAsync(images, cancellationToken).ConfigureAwait(false);
        if (Ends(unknown) || (outstanding.Count == 0 && unknown.Count == 0))
        {
            return new PublishResult(images.Count, 0, unknown, connections.DestinationAddress);
        }

        // A probe opens an upload: from archives that waits until they are known to be right.
        var refused = IsFromArchives ? [] : await ProbeAsync(outstanding, names, cancellationToken).ConfigureAwait(false);
        if (Ends(refused))
        {
            return new PublishResult(images.Count, 0, refused, connections.DestinationAddress);
        }

        outstanding = Without(outstanding, refused);
        var archives = IsFromArchives ? await connections.ArchivesAsync(cancellationToken).ConfigureAwait(false) : null;
        var required = archives is null ? null : new RequiredContent(archives, connections, names, images);

        // Archives are as near as the store: what they bring is not unpacked into it.
        var store = IsFromArchives && !options.KeepLayers ? new ContentStore(options.StoreFolder, isReadOnly: true) : connections.Store;
        var sources = required ?? connections.SourcesOf(images, names);
        var unbuilt = await built.EnsureAsync(lockFile, outstanding, cancellationToken).ConfigureAwait(false);
        var loaded = await new TreeLoading(new ManifestTreeReader(store, sources, keeps: !IsFromArchives), readsAll: IsFromArchives)
            .LoadAsync(Without(outstanding, unbuilt), cancellationToken).ConfigureAwait(false);
        if (required is not null)
        {
            await required.EnsureAsync(outstanding, loaded, cancellationToken).ConfigureAwait(false);
        }

        CopyFailure[] early = [.. unknown, .. refused, .. unbuilt, .. loaded.Failures];
        if (Ends(early))
        {
            return new PublishResult(images.Count, 0, early, connections.DestinationAddress);
        }

        var plan = PlanOf(outstanding, early);
        var verification = archives is null ? null : new ArchiveVerification(options, archives, store, progress);
        if (verification is not null)
        {
            await verification.EnsureAsync(plan, BlobsOf(plan), cancellationToken).ConfigureAwait(false);
            refused = await ProbeAsync(outstanding, names, cancellationToken).ConfigureAwait(false);
            if (Ends(refused))
            {
                return new PublishResult(images.Count, 0, refused, connections.DestinationAddress);
            }

            early = [.. early, .. refused];
            plan = PlanOf(Without(outstanding, refused), early);
        }

        var supply = new BlobSupply(store, sources, options.KeepLayers, progress, keepConfigs: !IsFromArchives);
        using var gate = new TransferGate(connections.Parallelism, options.ImageTimeout, time);
        if (options.Shard is { } shard)
        {
            var shards = new ShardPlan(plan, shard.Count);
            progress.Plan(0, shards.BytesOf(shard));
            var failed = await new ShardCopier(destination, supply, gate, progress).CopyAsync(plan, shards.Of(shard), cancellationToken).ConfigureAwait(false);
            await LearnAsync(failed).ConfigureAwait(false);
            return new PublishResult(images.Count, 0, [.. early, .. failed], connections.DestinationAddress) { Part = new ShardResult(shard, shards.Of(shard).Count, plan.Blobs.Count) };
        }

        progress.Plan(plan.Images.Count, plan.BlobBytes);
        var copier = new ImageCopier(destination, supply, gate, progress, required?.Placed);
        var late = await copier.CopyAsync(plan, cancellationToken).ConfigureAwait(false);
        await LearnAsync(late).ConfigureAwait(false);
        foreach (var warning in await new HiddenReferrers(destination, names, connections.Parallelism).FindAsync(plan.Images.Select(copy => copy.Image), cancellationToken).ConfigureAwait(false))
        {
            warn(warning);
        }

        return new PublishResult(images.Count, plan.Images.Count - late.Count, [.. early, .. late], connections.DestinationAddress);

        CopyPlan PlanOf(IReadOnlyList<PlannedImage> planned, IReadOnlyList<CopyFailure> failed) => new(
            planned.Where(image => loaded.Trees.ContainsKey(image.Target)).Select(image => new ImageCopy(image, names.Of(image.Target), loaded.Trees[image.Target])),
            failed.Select(failure => failure.Image.Target));

        IReadOnlyList<Descriptor> BlobsOf(CopyPlan copies) => options.Shard is { } own ? new ShardPlan(copies, own.Count).Of(own) : copies.Blobs;

        Task LearnAsync(IReadOnlyList<CopyFailure> failures) => verification?.LearnAsync(failures, cancellationToken) ?? Task.CompletedTask;
    }

    private HashSet<TargetName>? AddedTo(IReadOnlyList<PlannedImage> images) => storage.BeforeResolve is { } before
        ? [.. images.ExceptBy(PlannedImages.Of(before).Select(image => (image.Target, image.Digest)), image => (image.Target, image.Digest)).Select(image => image.Target)]
        : null;

    // Where nobody has to log in nobody is refused, and the first upload tells as much as a probe.
    private async Task<IReadOnlyList<CopyFailure>> ProbeAsync(IReadOnlyList<PlannedImage> outstanding, DestinationNames names, CancellationToken cancellationToken) =>
        connections.Destination.MayRefuse ? await new DestinationProbe(connections.Destination, names).RunAsync(outstanding, cancellationToken).ConfigureAwait(false) : [];

    private static IReadOnlyList<PlannedImage> Without(IReadOnlyList<PlannedImage> images, IReadOnlyList<CopyFailure> failures) =>
        [.. images.ExceptBy(failures.Select(failure => failure.Image.Target), image => image.Target)];

    private static bool Ends(IEnumerable<CopyFailure> failures) => failures.Any(failure => failure.Image.Release is not null);

    // A registry that has lost a blob still answers for the manifest; only reading tells.
    private Func<PlannedImage, TargetName, CancellationToken, Task<IReadOnlyList<string>>>? Copies()
    {
        if (!options.Deep)
        {
            return null;
        }

        var content = new ContentCheck(connections.DestinationContent, isDeep: true, isFolder: options.Destination is DestinationLayout);
        return (image, target, token) => content.CheckAsync(connections.DestinationReference(target, image.Digest), image.Platforms, token);
    }
}
