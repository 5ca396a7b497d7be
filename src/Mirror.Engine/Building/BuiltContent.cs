using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Building;

/// <summary>Sees to it that what Mirror makes itself is in the content store before it is copied; a store that another run filled is used as it is.</summary>
/// <param name="builders">None where archives bring what was built.</param>
/// <param name="store">Where it is put.</param>
/// <param name="sources">Asked for what cannot be built: behind an enterprise registry, that mirror has the finished image in the place of the original. Null when no source may be asked.</param>
internal sealed class BuiltContent(IReadOnlyList<IImageBuilder> builders, ContentStore store, IImageSource? sources)
{
    /// <summary>Builds those of <paramref name="images"/> that are made here and not in the store.</summary>
    /// <returns>The images that could not be built.</returns>
    public async Task<IReadOnlyList<CopyFailure>> EnsureAsync(LockFile lockFile, IReadOnlyList<PlannedImage> images, CancellationToken cancellationToken)
    {
        var failures = new List<CopyFailure>();
        var missing = images.Where(image => image.IsBuilt && !IsStored(image)).ToDictionary(image => image.Target);
        if (missing.Count == 0 || builders.Count == 0)
        {
            return failures;
        }

        // One after the other: a catalog is large, and few mirrors have more than three.
        foreach (var source in lockFile.Sources.Values)
        {
            var wanted = source.Images().Where(image => image.IsBuilt && missing.ContainsKey(image.Target)).ToList();
            if (wanted.Count == 0)
            {
                continue;
            }

            try
            {
                await builders.First(builder => builder.Builds(source)).BuildAsync(source, cancellationToken).ConfigureAwait(false);
            }
            catch (MirrorException e)
            {
                foreach (var image in wanted)
                {
                    if (!await TakeFinishedAsync(image, cancellationToken).ConfigureAwait(false))
                    {
                        failures.Add(new CopyFailure(image, e));
                    }
                }
            }
        }

        return failures;
    }

    /// <summary>Takes the manifest of an image that somebody else has built from the same lock; its digest tells that it is the same, and the rest is read like any image.</summary>
    private async Task<bool> TakeFinishedAsync(PlannedImage image, CancellationToken cancellationToken)
    {
        if (sources is null)
        {
            return false;
        }

        try
        {
            if (await sources.FindManifestAsync(image.Source, cancellationToken).ConfigureAwait(false) is not { } finished)
            {
                return false;
            }

            await store.AddAsync(finished, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (MirrorException)
        {
            // A place that cannot be asked has not got it either: why it could not be built is what people must hear.
            return false;
        }
    }

    // The manifest is written last by every builder, so it stands for all that was generated.
    private bool IsStored(PlannedImage image) => store.Blobs.Contains(image.Digest);
}
