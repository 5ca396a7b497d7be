using System.Collections.Concurrent;
using System.Globalization;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Operators.RelatedImages;

/// <summary>
/// Pins the images that bundles name and weighs them: one request for each manifest that neither the lock nor the store knows, however many bundles name it.
/// </summary>
/// <remarks>
/// Catalogs name images that their source has lost, or does not show to everybody. One that is named by digest is locked all the same, without a size: which
/// image it is is certain, and its absence must not keep a thousand others from being mirrored. Publish names it and holds back what needs it.
/// </remarks>
internal sealed class RelatedImageResolver(IImageSource source, ContentStore store)
{
    private const int Parallelism = 32;
    private const int MaxFailures = 20;

    private readonly ManifestTreeReader _trees = new(store, source);

    /// <param name="needs">Each image once.</param>
    /// <param name="entry">What asks for them.</param>
    /// <param name="known">What the lock has of them that may stay.</param>
    /// <param name="blocked">What may not be brought.</param>
    /// <param name="warn">Takes warnings.</param>
    /// <exception cref="MirrorException">MIR2432, MIR2009, MIR3xxx: for each image that cannot be pinned.</exception>
    public async Task<ResolvedImages> ResolveAsync(
        IReadOnlyList<ImageNeed> needs,
        OperatorCatalog entry,
        IReadOnlyDictionary<ImageReference, LockedImage> known,
        BlockedImages blocked,
        Action<Diagnostic> warn,
        CancellationToken cancellationToken)
    {
        var images = new ConcurrentDictionary<ImageReference, LockedImage>();
        var left = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var problems = new ConcurrentBag<(ImageNeed Need, MirrorException Problem)>();
        var absent = new ConcurrentBag<ImageNeed>();
        var partial = new ConcurrentBag<(ImageNeed Need, Platform Platform)>();
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(needs, degree, async (need, token) =>
        {
            if (blocked.Find(need.Image.ToString()) is not null)
            {
                left[need.Image.ToString()] = true;
                return;
            }

            try
            {
                var image = known.GetValueOrDefault(need.Image) is { Size: > 0 } pinned ? pinned : await AskAsync(need, token).ConfigureAwait(false);
                if (blocked.Find(image.Image.ToString()) is not null)
                {
                    left[image.Image.ToString()] = true;
                }
                else
                {
                    images[need.Image] = image;
                }
            }
            catch (MirrorException e)
            {
                problems.Add((need, e));
            }
        }).ConfigureAwait(false);
        ThrowIfAny(problems, entry);
        Warn(absent, partial, entry, warn);
        return new ResolvedImages(images, [.. left.Keys.Order(StringComparer.Ordinal)]);

        async Task<LockedImage> AskAsync(ImageNeed need, CancellationToken token)
        {
            // The digest of an image that is named by tag stays when the lock has it, also when its size is not known.
            var wanted = known.GetValueOrDefault(need.Image)?.Image ?? (need.Image.Digest is { } digest ? need.Image.WithDigest(digest) : need.Image);
            if (await FindAsync(wanted, token).ConfigureAwait(false) is not { } root)
            {
                if (wanted.Digest is null)
                {
                    throw MirrorErrors.RelatedImageNotFound.Exception("its source does not have it, so its tag cannot be pinned. Block it with 'blockedImages', or select versions without it");
                }

                absent.Add(need);
                return new LockedImage(wanted, 0);
            }

            await store.AddAsync(root, token).ConfigureAwait(false);
            foreach (var platform in root.Manifest.IsIndex ? PlatformFilter.Missing(entry.Platforms, root.Manifest) : [])
            {
                partial.Add((need, platform));
            }

            var image = wanted.WithDigest(root.Digest);
            return new LockedImage(image, (await _trees.ReadAsync(image, root, entry.Platforms, token).ConfigureAwait(false)).Size);
        }
    }

    private async Task<ManifestContent?> FindAsync(ImageReference image, CancellationToken cancellationToken)
    {
        if (image.Digest is null)
        {
            return await source.FindManifestAsync(image, cancellationToken).ConfigureAwait(false);
        }

        if (await store.FindManifestAsync(image, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            return stored;
        }

        try
        {
            return await source.FindManifestAsync(image, cancellationToken).ConfigureAwait(false);
        }
        catch (MirrorException e) when (e.Diagnostics[0].Code == MirrorErrors.RegistryUnauthorized || e.Diagnostics[0].Code == MirrorErrors.RegistryForbidden)
        {
            // Registries answer so for repositories that were removed. Wrong credentials have shown at the catalog already, or show at Publish.
            return null;
        }
    }

    private static void Warn(
        IReadOnlyCollection<ImageNeed> absent, IReadOnlyCollection<(ImageNeed Need, Platform Platform)> partial, OperatorCatalog entry, Action<Diagnostic> warn)
    {
        foreach (var need in absent.OrderBy(need => need.Image.ToString(), StringComparer.Ordinal))
        {
            warn(MirrorErrors.RelatedImageMissing.Diagnostic(
                $"'{need.Image}' ({need.Needer}) is not at its source, or not shown to this login. It is locked without its size; Publish holds back what needs it. Have it pushed, or block it with 'blockedImages'.",
                entry.Span));
        }

        foreach (var platform in partial.GroupBy(item => item.Platform.ToString()).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var first = platform.OrderBy(item => item.Need.Image.ToString(), StringComparer.Ordinal).First().Need;
            warn(MirrorErrors.RelatedPlatformMissing.Diagnostic(
                string.Create(CultureInfo.InvariantCulture, $"{Counted.Images(platform.Count())} of the catalog '{entry.Catalog}' have no instance for '{platform.Key}', among them '{first.Image}' ({first.Needer}); what they have of the other platforms is mirrored."),
                entry.SpanOf("platforms")));
        }
    }

    private static void ThrowIfAny(IReadOnlyCollection<(ImageNeed Need, MirrorException Problem)> problems, OperatorCatalog entry)
    {
        if (problems.Count == 0)
        {
            return;
        }

        var ordered = problems.OrderBy(problem => problem.Need.Image.ToString(), StringComparer.Ordinal).ToList();
        var diagnostics = ordered.Take(MaxFailures).SelectMany(problem => problem.Problem.Diagnostics.Select(d => d with
        {
            Message = $"'{problem.Need.Image}' ({problem.Need.Needer}) cannot be resolved: {d.Message.TrimEnd('.')}.",
            Span = entry.Span,
        })).ToList();
        if (ordered.Count > MaxFailures)
        {
            diagnostics.Add(ordered[0].Problem.Diagnostics[0].Code.Diagnostic(
                string.Create(CultureInfo.InvariantCulture, $"{ordered.Count - MaxFailures} more images of the catalog '{entry.Catalog}' cannot be resolved."), entry.Span));
        }

        throw new MirrorException(diagnostics, ordered[0].Problem) { ExitCode = ordered[0].Problem.ExitCode };
    }
}
