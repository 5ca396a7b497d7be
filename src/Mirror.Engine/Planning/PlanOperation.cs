using System.Globalization;
using System.Text;
using Mirror.Engine.Building;
using Mirror.Engine.Connecting;
using Mirror.Engine.Locking;
using Mirror.Engine.Publishing;
using Mirror.Model.Planning;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Planning;

/// <summary>
/// The dry run: <c>mapping.txt</c> and <c>missing.txt</c> (SPEC 2.7) and how much would be moved. Reads only; no registry is written to.
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
        await AtomicFile.WriteAsync(Path.Combine(folder, "mapping.txt"), Lines(images, names), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteAsync(Path.Combine(folder, "missing.txt"), Lines(missing, names), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteAsync(Path.Combine(folder, "sizes.json"), sizes.ToJson(), cancellationToken).ConfigureAwait(false);
        return StepResult.Done($"{sizes.ToSentence()}; see '{options.DisplayPath(folder)}'");
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

    private static string Lines(IEnumerable<PlannedImage> images, DestinationNames names)
    {
        var text = new StringBuilder();
        foreach (var image in images)
        {
            var source = image.Source.Transport == Transport.Docker ? $"docker://{image.Source}" : image.Source.ToString();
            text.Append(CultureInfo.InvariantCulture, $"{source}={names.Describe(image.Target)}\n");
        }

        return text.ToString();
    }
}
