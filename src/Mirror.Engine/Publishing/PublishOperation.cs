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
        return IsFromArchives && result is { Failures.Count: 0, Part: null } && result.Part is null
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

        var (outstanding, unknown) = await new DestinationState(destination, names, Copies()).CompareAsync(images, cancellationToken).ConfigureAwait(false);
        if (Ends(unknown) || (outstanding.Count == 0 && unknown.Count == 0))
        {
            return new PublishResult(images.Count, 0, unknown, connections.DestinationAddress);
        }

        // Where nobody has to log in nobody is refused, and the first upload tells as much as a probe.
        var refused = destination.MayRefuse ? await new DestinationProbe(destination, names).RunAsync(outstanding, cancellationToken).ConfigureAwait(false) : [];
        if (Ends(refused))
        {
            return new PublishResult(images.Count, 0, refused, connections.DestinationAddress);
        }

        outstanding = [.. outstanding.ExceptBy(refused.Select(failure => failure.Image.Target), image => image.Target)];
        var archives = IsFromArchives ? await connections.ArchivesAsync(cancellationToken).ConfigureAwait(false) : null;
        var required = archives is null ? null : new RequiredContent(archives, connections, names, images);

        // Archives are as near as the store: what they bring is not unpacked into it.
        var store = IsFromArchives && !options.KeepLayers ? new ContentStore(options.StoreFolder, isReadOnly: true) : connections.Store;
        var sources = required ?? connections.SourcesOf(images, names);
        var unbuilt = await built.EnsureAsync(lockFile, outstanding, cancellationToken).ConfigureAwait(false);
        var loaded = await new TreeLoading(new ManifestTreeReader(store, sources, keeps: !IsFromArchives), readsAll: IsFromArchives)
            .LoadAsync([.. outstanding.ExceptBy(unbuilt.Select(failure => failure.Image.Target), image => image.Target)], cancellationToken).ConfigureAwait(false);
        if (required is not null)
        {
            await required.EnsureAsync(outstanding, loaded, cancellationToken).ConfigureAwait(false);
        }

        CopyFailure[] early = [.. unknown, .. refused, .. unbuilt, .. loaded.Failures];
        if (Ends(early))
        {
            return new PublishResult(images.Count, 0, early, connections.DestinationAddress);
        }

        var plan = new CopyPlan(
            outstanding.Where(image => loaded.Trees.ContainsKey(image.Target))
                .Select(image => new ImageCopy(image, names.Of(image.Target), loaded.Trees[image.Target])),
            early.Select(failure => failure.Image.Target));
        var supply = new BlobSupply(store, sources, options.KeepLayers, progress, keepConfigs: !IsFromArchives);
        using var gate = new TransferGate(connections.Parallelism, options.ImageTimeout, time);
        var verification = archives is null ? null : new ArchiveVerification(options, archives, store, progress);
        if (options.Shard is { } shard)
        {
            var shards = new ShardPlan(plan, shard.Count);
            await EnsureRightAsync(shards.Of(shard)).ConfigureAwait(false);
            progress.Plan(0, shards.BytesOf(shard));
            var failed = await new ShardCopier(destination, supply, gate, progress).CopyAsync(plan, shards.Of(shard), cancellationToken).ConfigureAwait(false);
            await LearnAsync(failed).ConfigureAwait(false);
            return new PublishResult(images.Count, 0, [.. early, .. failed], connections.DestinationAddress) { Part = new ShardResult(shard, shards.Of(shard).Count, plan.Blobs.Count) };
        }

        await EnsureRightAsync(plan.Blobs).ConfigureAwait(false);
        progress.Plan(plan.Images.Count, plan.BlobBytes);
        var copier = new ImageCopier(destination, supply, gate, progress, required?.Placed);
        var late = await copier.CopyAsync(plan, cancellationToken).ConfigureAwait(false);
        await LearnAsync(late).ConfigureAwait(false);
        foreach (var warning in await new HiddenReferrers(destination, names).FindAsync(plan.Images.Select(copy => copy.Image), cancellationToken).ConfigureAwait(false))
        {
            warn(warning);
        }

        return new PublishResult(images.Count, plan.Images.Count - late.Count, [.. early, .. late], connections.DestinationAddress);

        Task EnsureRightAsync(IReadOnlyList<Descriptor> blobs) => verification?.EnsureAsync(plan, blobs, cancellationToken) ?? Task.CompletedTask;

        Task LearnAsync(IReadOnlyList<CopyFailure> failures) => verification?.LearnAsync(failures, cancellationToken) ?? Task.CompletedTask;
    }

    private static bool Ends(IEnumerable<CopyFailure> failures) => failures.Any(failure => failure.Image.Release is not null);

    // A registry that has lost a blob still answers for the manifest; only reading tells.
    private Func<PlannedImage, TargetName, CancellationToken, Task<IReadOnlyList<string>>>? Copies()
    {
        if (!options.Deep)
        {
            return null;
        }

        var content = new ContentCheck(connections.DestinationContent, isDeep: true);
        return (image, target, token) => content.CheckAsync(connections.DestinationReference(target, image.Digest), image.Platforms, token);
    }
}
