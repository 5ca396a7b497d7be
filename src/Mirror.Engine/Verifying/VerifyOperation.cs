using System.Collections.Concurrent;
using System.Globalization;
using Mirror.Engine.Connecting;
using Mirror.Engine.Locking;
using Mirror.Engine.Options;
using Mirror.Engine.Planning;
using Mirror.Engine.Publishing;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;

namespace Mirror.Engine.Verifying;

/// <summary>
/// Compares a place with the lock: the destination if one is named, else the store. Without <c>--deep</c> it asks for digests; with it every manifest and blob is
/// read and hashed.
/// </summary>
internal sealed class VerifyOperation(MirrorOptions options, LockStorage storage, Connections connections, CopyProgress progress)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var lockFile = await storage.ReadAsync(cancellationToken).ConfigureAwait(false);
        var images = PlannedImages.Of(lockFile);
        progress.Plan(images.Count, 0);
        var differences = new ConcurrentBag<(PlannedImage Image, string Problem)>();
        var check = Checker();
        var degree = new ParallelOptions { MaxDegreeOfParallelism = connections.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(images, degree, async (image, token) =>
        {
            foreach (var problem in await check(image, token).ConfigureAwait(false))
            {
                differences.Add((image, problem));
            }

            progress.ImageIsDone();
        }).ConfigureAwait(false);
        return Report(images.Count, [.. differences.OrderBy(d => d.Image.Target.ToString(), StringComparer.Ordinal).ThenBy(d => d.Problem, StringComparer.Ordinal)]);
    }

    private string Place => options.Destination is null ? $"the store '{options.DisplayPath(options.StoreFolder)}'" : $"'{options.Destination}'";

    private Func<PlannedImage, CancellationToken, Task<IReadOnlyList<string>>> Checker()
    {
        if (options.Destination is null)
        {
            var content = new ContentCheck(connections.Store, options.Deep, isFolder: true);
            return (image, token) => content.CheckAsync(image.Source, image.Platforms, token);
        }

        var names = new DestinationNames(connections.DestinationAddress, options.MaxNestedPaths);
        var digests = new DestinationDigests(connections.Destination, names);
        var copies = new ContentCheck(connections.DestinationContent, isDeep: true, isFolder: options.Destination is DestinationLayout);
        return async (image, token) =>
        {
            var target = names.Of(image.Target);
            var digest = await digests.FindAsync(image, token).ConfigureAwait(false);
            if (digest != image.Digest)
            {
                return [digest is null ? "it is missing" : $"it has '{digest}' and the lock '{image.Digest}'"];
            }

            return options.Deep
                ? await copies.CheckAsync(connections.DestinationReference(target, image.Digest), image.Platforms, token).ConfigureAwait(false)
                : [];
        };
    }

    private StepResult Report(int total, IReadOnlyList<(PlannedImage Image, string Problem)> differences)
    {
        if (differences.Count == 0)
        {
            return StepResult.Done($"{Place} holds what the lock names: {Counted.Images(total)}{(options.Deep ? ", down to the last byte" : "")}");
        }

        var cure = options.Destination is null ? $"--target Fetch{(options.Deep ? " --deep" : "")}" : $"--target Publish{(options.Deep ? " --deep" : "")} --destination {options.Destination}";
        throw new MirrorException(
        [
            .. differences.Select(d => MirrorErrors.VerifyDifferences.Diagnostic(
                $"'{d.Image.Target}' ({d.Image.Because}) in {Place}: {d.Problem}. Repair it with '{SuggestedCommand.For(options, cure)}'.")),
        ]);
    }
}
