using System.Collections.Concurrent;
using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Referrers;

/// <summary>
/// Finds out what refers to images: signatures, attestations, bills of materials, of an index and of its instances, by tag and by the referrers API. Asks for each repository
/// once, about all of its manifests together (<see cref="IReferrerSource"/>), and reads each manifest that is found once, into the store, from where it is served when
/// upstream has lost it. What refers to a referrer (the signature of a bill of materials) comes along too, by the API alone.
/// </summary>
internal sealed class ReferrersResolver(IReferrerSource source, ContentStore store)
{
    /// <summary>Referrers of one image, its instances included; a few dozen are many.</summary>
    public const int MaxReferrers = 1_000;

    // What a registry gets at a time is up to its gate.
    private const int Parallelism = 32;
    private const int MaxDepth = 3;

    private readonly ManifestTreeReader _trees = new(store, source);

    /// <summary>By the reference of the image; empty for one that nothing refers to.</summary>
    /// <exception cref="MirrorException">MIR2350, MIR2351, MIR2352, with the place of the entry.</exception>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<LockedReferrer>>> ResolveAsync(
        IReadOnlyList<SubjectImage> images, CancellationToken cancellationToken)
    {
        var answers = new ConcurrentDictionary<string, IReadOnlyList<LockedReferrer>>(StringComparer.Ordinal);
        var failures = new ConcurrentBag<(string Name, Diagnostic Diagnostic, ExitCode ExitCode)>();
        var unsigned = new ConcurrentBag<SubjectImage>();
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(images.GroupBy(image => image.Image.Name, StringComparer.Ordinal), degree, async (repository, token) =>
        {
            try
            {
                foreach (var (image, tree, referrers) in await ResolveRepositoryAsync([.. repository], token).ConfigureAwait(false))
                {
                    answers[image.Image.ToString()] = referrers;
                    if (image.IsRequired && !(tree is not null && IsSigned(tree, referrers)))
                    {
                        unsigned.Add(image);
                    }
                }
            }
            catch (MirrorException e)
            {
                failures.Add((repository.Key, Unknown(repository.First(), e), e.ExitCode));
            }
        }).ConfigureAwait(false);

        ThrowIfAny([.. failures.OrderBy(failure => failure.Name, StringComparer.Ordinal)], unsigned);
        return answers;
    }

    private async Task<IReadOnlyList<(SubjectImage Image, ManifestTree? Tree, IReadOnlyList<LockedReferrer> Referrers)>> ResolveRepositoryAsync(
        IReadOnlyList<SubjectImage> images, CancellationToken cancellationToken)
    {
        // From the store, where the resolution of the image has put them.
        var trees = await Concurrently.SelectAsync(
            images, Parallelism, async (image, token) => (Image: image, Tree: await FindTreeAsync(image, token).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);

        var subjects = trees.SelectMany(item => item.Tree?.ChildrenFirst() ?? []).Select(manifest => manifest.Digest).Distinct().Order().ToList();
        var present = trees.FirstOrDefault(item => item.Tree is not null).Image ?? images[0];
        var found = await FindAsync(present.Image, subjects, cancellationToken).ConfigureAwait(false);
        return [.. trees.Select(item => (item.Image, item.Tree, item.Tree is null ? [] : Of(item.Image, item.Tree, found)))];
    }

    /// <summary>Null when the source does not have the image: who locked it nevertheless has said so.</summary>
    private async Task<ManifestTree?> FindTreeAsync(SubjectImage image, CancellationToken cancellationToken)
    {
        try
        {
            return await _trees.ReadAsync(image.Image, image.Platforms, cancellationToken).ConfigureAwait(false);
        }
        catch (MirrorException e) when (e.Diagnostics[0].Code == MirrorErrors.ImageGone)
        {
            return null;
        }
    }

    private async Task<ILookup<Digest, LockedReferrer>> FindAsync(ImageReference image, IReadOnlyList<Digest> subjects, CancellationToken cancellationToken)
    {
        var all = new List<LockedReferrer>();
        var asked = subjects.ToHashSet();
        var open = subjects;
        for (var depth = 0; depth < MaxDepth && open.Count > 0; depth++)
        {
            var found = await source.FindReferrersAsync(image, open, byTag: depth == 0, cancellationToken).ConfigureAwait(false);
            if (found.GroupBy(referrer => referrer.Subject).FirstOrDefault(group => group.Count() > MaxReferrers) is { } excess)
            {
                throw TooMany(image.WithDigest(excess.Key));
            }

            all.AddRange(await ReadAsync(image, found, cancellationToken).ConfigureAwait(false));
            open = [.. found.Where(referrer => referrer.Tag is null).Select(referrer => referrer.Digest).Where(asked.Add)];
        }

        return all.ToLookup(referrer => referrer.Subject);
    }

    private async Task<IReadOnlyList<LockedReferrer>> ReadAsync(ImageReference image, IReadOnlyList<FoundReferrer> found, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
        {
            return [];
        }

        var read = new LockedReferrer[found.Count];
        await Parallel.ForAsync(0, found.Count, Degree(cancellationToken), async (i, token) =>
        {
            var referrer = found[i];
            if (referrer.Manifest is not null)
            {
                await store.AddAsync(referrer.Manifest, token).ConfigureAwait(false);
            }

            var tree = await _trees.ReadAsync(image.WithDigest(referrer.Digest), [], token).ConfigureAwait(false);
            read[i] = new LockedReferrer(referrer.Subject, referrer.Digest, TypeOf(tree.Manifest.Manifest), tree.Size, referrer.Tag);
        }).ConfigureAwait(false);
        return read;
    }

    private static ParallelOptions Degree(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };

    private static IReadOnlyList<LockedReferrer> Of(SubjectImage image, ManifestTree tree, ILookup<Digest, LockedReferrer> found)
    {
        var referrers = new List<LockedReferrer>();
        var seen = new HashSet<Digest>();
        var open = new Queue<Digest>(tree.ChildrenFirst().Select(manifest => manifest.Digest));
        while (open.TryDequeue(out var subject))
        {
            if (!seen.Add(subject))
            {
                continue;
            }

            foreach (var referrer in found[subject])
            {
                referrers.Add(referrer);
                if (referrer.Tag is null)
                {
                    open.Enqueue(referrer.Digest);
                }
            }
        }

        return referrers.Count <= MaxReferrers ? LockedReferrer.Sort(referrers) : throw TooMany(image.Image);
    }

    // Image-spec, "Guidelines for Artifact Usage".
    private static string TypeOf(Manifest manifest) => manifest.ArtifactType is { Length: > 0 } type ? type : manifest.Config?.MediaType ?? manifest.MediaType;

    /// <summary>An index is signed itself, or every image in it is; attestations in an index are for no platform and are signed by nobody.</summary>
    private static bool IsSigned(ManifestTree tree, IReadOnlyList<LockedReferrer> referrers)
    {
        var signed = referrers.Where(referrer => referrer.IsSignature).Select(referrer => referrer.Subject).ToHashSet();
        return IsSigned(tree, signed);
    }

    private static bool IsSigned(ManifestTree tree, HashSet<Digest> signed)
    {
        if (signed.Contains(tree.Manifest.Digest))
        {
            return true;
        }

        var attestations = tree.Manifest.Manifest.Children
            .Where(child => child.Platform is { Os: "unknown", Architecture: "unknown" }).Select(child => child.Digest).ToHashSet();
        var images = tree.Children.Where(child => !attestations.Contains(child.Manifest.Digest)).ToList();
        return images.Count > 0 && images.TrueForAll(child => IsSigned(child, signed));
    }

    private static MirrorException TooMany(ImageReference image) => MirrorErrors.ReferrersTooMany.Exception(
        $"More than {MaxReferrers} manifests refer to '{image}'. If they are not wanted, set 'signatures: ignore' for what brings the image.");

    private static Diagnostic Unknown(SubjectImage image, MirrorException e) => MirrorErrors.ReferrersUnknown.Diagnostic(
        $"What refers to '{image.Image}' ({image.Because}), such as signatures, cannot be found out. {e.Message} If it is not wanted, set 'signatures: ignore' for '{image.Entry.SourceKey}'.",
        image.Span);

    private static void ThrowIfAny(IReadOnlyList<(string Name, Diagnostic Diagnostic, ExitCode ExitCode)> failures, IEnumerable<SubjectImage> unsigned)
    {
        var diagnostics = failures.Select(failure => failure.Diagnostic).Concat(unsigned
            .GroupBy(image => image.Entry.SourceKey, StringComparer.Ordinal)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => Unsigned([.. entry.OrderBy(image => image.Image.ToString(), StringComparer.Ordinal)]))).ToList();
        if (diagnostics.Count > 0)
        {
            throw new MirrorException(diagnostics) { ExitCode = failures.Count > 0 ? failures[0].ExitCode : ExitCode.Policy };
        }
    }

    private static Diagnostic Unsigned(IReadOnlyList<SubjectImage> images)
    {
        const int Named = 5;
        var names = string.Join(", ", images.Take(Named).Select(image => $"'{image.Image}'"));
        var more = images.Count > Named ? $" and {images.Count - Named} more" : "";
        var cause = images[0].Entry.Signatures is null ? "releases from 4.21 on must be signed" : "'signatures' is 'required'";
        return MirrorErrors.SignatureRequired.Diagnostic(
            $"'{images[0].Entry.SourceKey}' brings images without a sigstore signature, and {cause}: {names}{more}. If they may come without one, set 'signatures: if-present'.",
            images[0].Span);
    }
}
