using System.Collections.Concurrent;
using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;

namespace Mirror.Engine.Probing;

/// <summary>
/// Whether a destination will take what is planned, asked before the first byte: two requests for each repository, which leave nothing behind. Finds missing rights,
/// repositories that must be created first, and paths that are too deep.
/// </summary>
internal sealed class DestinationProbe(IImageDestination destination, DestinationNames names)
{
    private const int Parallelism = 16;

    /// <summary>The images of repositories that refuse, in their order.</summary>
    /// <exception cref="MirrorException">MIR3090: the place is no registry at all, so that it is no matter of repositories.</exception>
    public async Task<IReadOnlyList<CopyFailure>> RunAsync(IReadOnlyList<PlannedImage> images, CancellationToken cancellationToken)
    {
        var refusals = new ConcurrentDictionary<string, MirrorException>(StringComparer.Ordinal);
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Repositories(images, names), degree, async (repository, token) =>
        {
            try
            {
                await destination.ProbeAsync(repository, token).ConfigureAwait(false);
            }
            catch (MirrorException e) when (e.Diagnostics[0].Code != MirrorErrors.RegistryAbsent)
            {
                refusals[repository] = Explain(repository, e);
            }
        }).ConfigureAwait(false);
        return
        [
            .. images.Where(image => refusals.ContainsKey(names.Of(image.Target).Repository))
                .Select(image => new CopyFailure(image, refusals[names.Of(image.Target).Repository])),
        ];
    }

    /// <summary>The repositories that <paramref name="images"/> go to, ordinally ordered.</summary>
    public static IReadOnlyList<string> Repositories(IEnumerable<PlannedImage> images, DestinationNames names) =>
        [.. images.Select(image => names.Of(image.Target).Repository).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static MirrorException Explain(string repository, MirrorException refusal)
    {
        var code = refusal.Diagnostics[0].Code;
        if (code == MirrorErrors.RegistryNotFound)
        {
            return MirrorErrors.RepositoryMissing.Exception(
                $"The repository '{repository}' has to be created first: {refusal.Diagnostics[0].Message} 'repositories.txt', which Plan writes, lists all.", refusal);
        }

        return code == MirrorErrors.RegistryRejected && repository.Contains('/', StringComparison.Ordinal)
            ? MirrorErrors.RepositoryRefused.Exception(
                $"{refusal.Diagnostics[0].Message} If the registry allows fewer than {repository.Count(c => c == '/') + 1} path components, join them with '--max-nested-paths'.", refusal)
            : refusal;
    }
}
