using System.Collections.Concurrent;
using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Oci.Copying;

/// <summary>
/// Brings the blobs of one shard to the destination, each into the repository of the first image that needs it. Writes no manifest and no tag: those are for the run
/// that finishes, which finds the blobs there and links them.
/// </summary>
public sealed class ShardCopier(IImageDestination destination, BlobSupply supply, TransferGate transfers, CopyProgress progress)
{
    /// <summary>Blobs that could not be brought, as failures of the image that owns them, in the order of the plan.</summary>
    public async Task<IReadOnlyList<CopyFailure>> CopyAsync(CopyPlan plan, IReadOnlyList<Descriptor> blobs, CancellationToken cancellationToken)
    {
        var failures = new ConcurrentBag<(int Image, MirrorException Reason)>();
        await Task.WhenAll(blobs.Select(blob => CopyBlobAsync(blob))).ConfigureAwait(false);
        return [.. failures.OrderBy(failure => failure.Image).Select(failure => new CopyFailure(plan.Images[failure.Image].Image, failure.Reason))];

        async Task CopyBlobAsync(Descriptor blob)
        {
            var index = plan.Needers(blob.Digest)[0];
            var owner = plan.Images[index];
            try
            {
                var outcome = await transfers.RunAsync(
                    blob.Digest,
                    token => destination.PushBlobAsync(
                        owner.Target.Repository,
                        blob,
                        mountFrom: owner.Target.Repository,
                        attempt => supply.OpenAsync(owner.Image.Source, blob, isConfig: false, attempt),
                        token),
                    cancellationToken).ConfigureAwait(false);
                progress.BlobIsThere(blob.Size, outcome == BlobOutcome.Mounted);
            }
            catch (MirrorException e)
            {
                failures.Add((index, e));
            }
        }
    }
}
