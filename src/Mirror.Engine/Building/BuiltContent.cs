using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Building;

/// <summary>Sees to it that what Mirror makes itself is in the content store before it is copied; a store that another run filled is used as it is.</summary>
/// <param name="builders">None where archives bring what was built.</param>
internal sealed class BuiltContent(IReadOnlyList<IImageBuilder> builders, ContentStore store)
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
                failures.AddRange(wanted.Select(image => new CopyFailure(image, e)));
            }
        }

        return failures;
    }

    // The manifest is written last by every builder, so it stands for all that was generated.
    private bool IsStored(PlannedImage image) => store.Blobs.Contains(image.Digest);
}
