using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Oci.Copying;

/// <summary>
/// Carries out a <see cref="CopyPlan"/>. Each blob crosses the wire once: the first image that needs it uploads it, images of other repositories mount it
/// once that image's manifest refers to it (ECR links only referenced blobs). A failed image hurts only those that require it.
/// </summary>
/// <param name="placed">Repositories that already hold blobs; null when none are known.</param>
public sealed class ImageCopier(
    IImageDestination destination,
    BlobSupply supply,
    TransferGate transfers,
    CopyProgress progress,
    IReadOnlyDictionary<Digest, string>? placed = null)
{
    /// <summary>
    /// Copies every image of <paramref name="plan"/>; returns those that failed, in the order of the plan. One of a release that fails ends the run: what was not done by
    /// then is neither complete nor among the failures.
    /// </summary>
    /// <remarks>Images begin in the order of the plan, which is what they wait for each other by, so those that have begun never wait for one that has not.</remarks>
    public async Task<IReadOnlyList<CopyFailure>> CopyAsync(CopyPlan plan, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var run = new CopyRun(plan);
        var images = new Task<CopyFailure?>[plan.Images.Count];
        for (var index = 0; index < images.Length; index++)
        {
            await run.BeginAsync(index).ConfigureAwait(false);
            images[index] = CopyImageAsync(run, index, stop, cancellationToken);
        }

        var outcomes = await Task.WhenAll(images).ConfigureAwait(false);
        return [.. outcomes.OfType<CopyFailure>()];
    }

    private async Task<CopyFailure?> CopyImageAsync(CopyRun run, int index, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        var image = run.Plan.Images[index].Image;
        try
        {
            await CopyImageAsync(run, index, stop).ConfigureAwait(false);
            return null;
        }
        catch (MirrorException e)
        {
            return new CopyFailure(image, e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A release has failed; its failure tells why this image was not finished.
            return null;
        }
        finally
        {
            // Whoever waits for this image goes on: without it, if it is not complete by now.
            run.End(index);
            progress.ImageIsDone();
        }
    }

    private Task CopyImageAsync(CopyRun run, int index, CancellationTokenSource stop) =>
        run.Plan.Images[index].Image.Release is { } release ? CopyReleaseImageAsync(run, index, release, stop) : CopyImageAsync(run, index, stop.Token);

    private async Task CopyImageAsync(CopyRun run, int index, CancellationToken cancellationToken)
    {
        var copy = run.Plan.Images[index];
        await Task.WhenAll(copy.Tree.Blobs().Select(blob => PlaceBlobAsync(run, index, blob, cancellationToken))).ConfigureAwait(false);
        run.LetOthersBegin(index);
        await run.RequirementsAsync(index).WaitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var manifest in copy.Tree.ChildrenFirst())
        {
            // Tags of one index share its instances. Some registries write a manifest again in place when it is pushed again, and refuse an index of it meanwhile.
            var tag = ReferenceEquals(manifest, copy.Tree.Manifest) ? copy.Target.TagOrNull : null;
            var push = () => PushManifestAsync(copy, manifest, tag, cancellationToken);
            await (tag is null ? run.PushOnceAsync(copy.Target.Repository, manifest.Digest, push) : push()).ConfigureAwait(false);
        }

        run.Complete(index);
    }

    /// <summary>Brings all but the tag, and the tag when every image of the release is that far.</summary>
    private async Task CopyReleaseImageAsync(CopyRun run, int index, string release, CancellationTokenSource stop)
    {
        var copy = run.Plan.Images[index];
        try
        {
            await Task.WhenAll(copy.Tree.Blobs().Select(blob => StopOnFailureAsync(PlaceBlobAsync(run, index, blob, stop.Token), stop))).ConfigureAwait(false);
            await PlaceManifestsAsync(run, copy, stop.Token).ConfigureAwait(false);
            run.Place(index);
            await run.ReleaseIsPlacedAsync(release).WaitAsync(stop.Token).ConfigureAwait(false);
            await run.RequirementsAsync(index).WaitAsync(stop.Token).ConfigureAwait(false);

            // A member that fails stops the run first and sets this wait free then.
            stop.Token.ThrowIfCancellationRequested();
            if (copy.Target.TagOrNull is { } tag)
            {
                await PushManifestAsync(copy, copy.Tree.Manifest, tag, stop.Token).ConfigureAwait(false);
            }

            run.Complete(index);
        }
        catch (MirrorException)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    // At once, and not only when the other blobs of the image have arrived.
    private static async Task StopOnFailureAsync(Task work, CancellationTokenSource stop)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (MirrorException)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
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
            await PushBlobAsync(run.Plan.Images[index], blob, owner ?? placed?.GetValueOrDefault(blob.Digest) ?? repository, isFirst: owner is null, cancellationToken).ConfigureAwait(false);
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

    // Releases share most of their components, so most manifests are there already when the second release comes to them.
    private async Task PlaceManifestsAsync(CopyRun run, ImageCopy copy, CancellationToken cancellationToken)
    {
        foreach (var manifest in copy.Tree.ChildrenFirst())
        {
            await run.PushOnceAsync(copy.Target.Repository, manifest.Digest, () => PushManifestAsync(copy, manifest, null, cancellationToken)).ConfigureAwait(false);
        }
    }

    private Task PushManifestAsync(ImageCopy copy, ManifestContent manifest, string? tag, CancellationToken cancellationToken) => transfers.RunAsync(
        manifest.Digest,
        async token =>
        {
            await destination.PushManifestAsync(copy.Target.Repository, tag, manifest, token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
