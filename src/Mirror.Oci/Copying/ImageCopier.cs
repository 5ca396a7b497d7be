using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Oci.Copying;

/// <summary>
/// Carries out a <see cref="CopyPlan"/>. Each blob crosses the wire once: the first image that needs it uploads it, images of other repositories mount it
/// once that image's manifest refers to it (ECR links only referenced blobs). A failed image hurts only those that require it.
/// </summary>
public sealed class ImageCopier(IImageDestination destination, BlobSupply supply, TransferGate transfers, CopyProgress progress)
{
    /// <summary>Copies every image of <paramref name="plan"/>; returns those that failed, in the order of the plan.</summary>
    /// <remarks>All images are begun at once and wait for each other; only transfers are bounded, so a slow image cannot hold a place that others need.</remarks>
    public async Task<IReadOnlyList<CopyFailure>> CopyAsync(CopyPlan plan, CancellationToken cancellationToken)
    {
        var run = new CopyRun(plan);
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, plan.Images.Count).Select(index => CopyImageAsync(run, index, cancellationToken))).ConfigureAwait(false);
        return [.. outcomes.OfType<CopyFailure>()];
    }

    private async Task<CopyFailure?> CopyImageAsync(CopyRun run, int index, CancellationToken cancellationToken)
    {
        var copy = run.Plan.Images[index];
        try
        {
            await Task.WhenAll(copy.Tree.Blobs().Select(blob => PlaceBlobAsync(run, index, blob, cancellationToken))).ConfigureAwait(false);
            await run.RequirementsAsync(index).WaitAsync(cancellationToken).ConfigureAwait(false);
            await PushManifestsAsync(copy, cancellationToken).ConfigureAwait(false);
            run.Complete(index);
            return null;
        }
        catch (MirrorException e)
        {
            return new CopyFailure(copy.Image, e);
        }
        finally
        {
            // Whoever waits for this image goes on: without it, if it is not complete by now.
            run.End(index);
            progress.ImageIsDone();
        }
    }

    private async Task PlaceBlobAsync(CopyRun run, int index, Descriptor blob, CancellationToken cancellationToken)
    {
        try
        {
            var repository = run.Plan.Images[index].Target.Repository;
            if (await run.IsPlacedBySiblingAsync(index, blob.Digest).WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            var owner = await run.FindOwnerAsync(index, blob.Digest).WaitAsync(cancellationToken).ConfigureAwait(false);
            await PushBlobAsync(run.Plan.Images[index], blob, owner ?? repository, isFirst: owner is null, cancellationToken).ConfigureAwait(false);
            run.Placed(index, blob.Digest);
        }
        finally
        {
            run.Missed(index, blob.Digest);
        }
    }

    private async Task PushBlobAsync(ImageCopy copy, Descriptor blob, string mountFrom, bool isFirst, CancellationToken cancellationToken)
    {
        var isConfig = copy.Tree.ChildrenFirst().Any(manifest => manifest.Manifest.Config?.Digest == blob.Digest);
        var outcome = await transfers.RunAsync(
            blob.Digest,
            token => destination.PushBlobAsync(
                copy.Target.Repository,
                blob,
                mountFrom,
                attempt => supply.OpenAsync(copy.Image.Source, blob, isConfig, attempt),
                token),
            cancellationToken).ConfigureAwait(false);
        if (isFirst)
        {
            progress.BlobIsThere(blob.Size, outcome == BlobOutcome.Mounted);
        }
        else
        {
            progress.Mounted();
        }
    }

    private async Task PushManifestsAsync(ImageCopy copy, CancellationToken cancellationToken)
    {
        foreach (var manifest in copy.Tree.ChildrenFirst())
        {
            var tag = ReferenceEquals(manifest, copy.Tree.Manifest) ? copy.Target.Tag : null;
            await transfers.RunAsync(
                manifest.Digest,
                async token =>
                {
                    await destination.PushManifestAsync(copy.Target.Repository, tag, manifest, token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }
}
