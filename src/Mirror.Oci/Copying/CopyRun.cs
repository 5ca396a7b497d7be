using System.Collections.Concurrent;
using Mirror.Model.Planning;

namespace Mirror.Oci.Copying;

/// <summary>
/// What has become of the images and blobs of a plan while it is carried out. Everything waits only for images with a lower index, so no two can wait for
/// each other. Safe for concurrent use.
/// </summary>
internal sealed class CopyRun : IDisposable
{
    /// <summary>Far more than transfers at a time, so that images waiting for the blobs of others leave enough to do; few enough that memory does not grow with the plan.</summary>
    private const int MaxImagesAtATime = 128;

    private readonly SemaphoreSlim _places = new(MaxImagesAtATime);
    private readonly bool[] _hasPlace;
    private readonly TaskCompletionSource<bool>[] _images;
    private readonly TaskCompletionSource<bool>[] _placed;
    private readonly Dictionary<string, List<int>> _releases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Repository, Digest Manifest), Lazy<Task>> _untagged = [];
    private readonly Dictionary<(int Image, Digest Blob), TaskCompletionSource<bool>> _sharedBlobs = [];
    private readonly Dictionary<TargetName, int> _indexes = [];

    public CopyRun(CopyPlan plan)
    {
        Plan = plan;
        _images = new TaskCompletionSource<bool>[plan.Images.Count];
        _placed = new TaskCompletionSource<bool>[plan.Images.Count];
        _hasPlace = new bool[plan.Images.Count];
        for (var i = 0; i < _images.Length; i++)
        {
            _images[i] = NewSource();
            _placed[i] = NewSource();
            _indexes[plan.Images[i].Image.Target] = i;
            if (plan.Images[i].Image.Release is { } release)
            {
                (_releases.TryGetValue(release, out var images) ? images : _releases[release] = []).Add(i);
            }
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

    /// <summary>
    /// Ends when the image may begin. Images begin in the order of the plan, and what has begun waits for earlier ones alone until it calls
    /// <see cref="LetOthersBegin"/>; so there is always one that gets on. Not cancelled: those that have begun end then.
    /// </summary>
    public async Task BeginAsync(int index)
    {
        await _places.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        Volatile.Write(ref _hasPlace[index], true);
    }

    /// <summary>The blobs of the image are placed, or will never be: from here on it may wait for images that have not begun.</summary>
    public void LetOthersBegin(int index)
    {
        if (Interlocked.Exchange(ref _hasPlace[index], false))
        {
            _places.Release();
        }
    }

    /// <summary>The image is there, by its digest at least: others may mount its blobs.</summary>
    public void Place(int index)
    {
        LetOthersBegin(index);
        _placed[index].TrySetResult(true);
    }

    public void Complete(int index)
    {
        Place(index);
        _images[index].TrySetResult(true);
    }

    public void End(int index)
    {
        LetOthersBegin(index);
        _placed[index].TrySetResult(false);
        _images[index].TrySetResult(false);
    }

    /// <summary>Runs <paramref name="push"/> of a manifest that several images have, in one repository, once.</summary>
    public Task PushOnceAsync(string repository, Digest manifest, Func<Task> push) => _untagged.GetOrAdd((repository, manifest), _ => new(push)).Value;

    /// <summary>
    /// Ends when every image of the release is there by its digest. Placing never waits for a tag, so this cannot deadlock although it looks ahead; the failure of one
    /// stops the whole run, so there is nothing to tell.
    /// </summary>
    public Task ReleaseIsPlacedAsync(string release) => Task.WhenAll(_releases[release].Select(index => _placed[index].Task));

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

    /// <summary>The repository of an earlier image that is there and whose manifest refers to the blob; null when this image is the first.</summary>
    public async Task<string?> FindOwnerAsync(int index, Digest blob)
    {
        foreach (var earlier in Plan.Needers(blob).TakeWhile(needer => needer < index))
        {
            if (await _placed[earlier].Task.ConfigureAwait(false))
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
                throw HeldBack(image, _indexes.TryGetValue(required, out var at) ? Plan.Images[at].Image : null, required);
            }
        }
    }

    public void Dispose() => _places.Dispose();

    private static MirrorException HeldBack(PlannedImage image, PlannedImage? needed, TargetName required)
    {
        var reason = needed is null ? "" : $", that is '{needed.Origin}' ({needed.Because})";
        var rest = image.Kind == ImageKind.OperatorCatalog ? "; the catalog that is there stays in service" : "";
        return MirrorErrors.RequirementFailed.Exception($"It is held back because it needs '{required}'{reason}, which could not be published{rest}.");
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
