using Mirror.Model.Planning;

namespace Mirror.Oci.Copying;

/// <summary>
/// What has become of the images and blobs of a plan while it is carried out. Everything waits only for images with a lower index, so no two can wait for
/// each other. Safe for concurrent use.
/// </summary>
internal sealed class CopyRun
{
    private readonly TaskCompletionSource<bool>[] _images;
    private readonly Dictionary<(int Image, Digest Blob), TaskCompletionSource<bool>> _sharedBlobs = [];
    private readonly Dictionary<TargetName, int> _indexes = [];

    public CopyRun(CopyPlan plan)
    {
        Plan = plan;
        _images = new TaskCompletionSource<bool>[plan.Images.Count];
        for (var i = 0; i < _images.Length; i++)
        {
            _images[i] = NewSource();
            _indexes[plan.Images[i].Image.Target] = i;
        }

        foreach (var blob in plan.Blobs)
        {
            if (plan.Needers(blob.Digest) is { Count: > 1 } needers)
            {
                foreach (var needer in needers)
                {
                    _sharedBlobs[(needer, blob.Digest)] = NewSource();
                }
            }
        }
    }

    public CopyPlan Plan { get; }

    public void Complete(int index) => _images[index].TrySetResult(true);

    public void End(int index) => _images[index].TrySetResult(false);

    public void Placed(int index, Digest blob) => Set(index, blob, true);

    public void Missed(int index, Digest blob) => Set(index, blob, false);

    /// <summary>Whether an earlier image of the same repository has put the blob there.</summary>
    public async Task<bool> IsPlacedBySiblingAsync(int index, Digest blob)
    {
        foreach (var earlier in Plan.Needers(blob).TakeWhile(needer => needer < index))
        {
            if (Plan.Images[earlier].Target.Repository == Plan.Images[index].Target.Repository
                && await _sharedBlobs[(earlier, blob)].Task.ConfigureAwait(false))
            {
                Placed(index, blob);
                return true;
            }
        }

        return false;
    }

    /// <summary>The repository of an earlier image that holds the blob and whose manifest refers to it; null when this image is the first.</summary>
    public async Task<string?> FindOwnerAsync(int index, Digest blob)
    {
        foreach (var earlier in Plan.Needers(blob).TakeWhile(needer => needer < index))
        {
            if (await _images[earlier].Task.ConfigureAwait(false))
            {
                return Plan.Images[earlier].Target.Repository;
            }
        }

        return null;
    }

    /// <summary>Ends when every image that the given one requires is complete.</summary>
    /// <exception cref="MirrorException">MIR5xxx: one of them has failed.</exception>
    public async Task RequirementsAsync(int index)
    {
        var image = Plan.Images[index].Image;
        foreach (var required in image.Requires)
        {
            // What is neither in the plan nor unavailable is at the destination already.
            var isMissing = Plan.Unavailable.Contains(required)
                || (_indexes.TryGetValue(required, out var other) && other < index && !await _images[other].Task.ConfigureAwait(false));
            if (isMissing)
            {
                throw MirrorErrors.RequirementFailed.Exception(
                    $"'{image.Target}' ({image.Because}) is held back because '{required}', which it needs, could not be published.");
            }
        }
    }

    private void Set(int index, Digest blob, bool placed)
    {
        if (_sharedBlobs.TryGetValue((index, blob), out var source))
        {
            source.TrySetResult(placed);
        }
    }

    private static TaskCompletionSource<bool> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
