using System.Collections.Concurrent;
using System.Globalization;
using Mirror.Engine.Connecting;
using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Oci.Archives;
using Mirror.Oci.Content;

namespace Mirror.Engine.Publishing;

/// <summary>
/// What images come from when there is no source: the archives, and for what those leave to their base the destination itself. What neither has is named with the archive
/// that brings it, before anything is pushed (promise 5).
/// </summary>
internal sealed class RequiredContent : IImageSource
{
    private const int Parallelism = 32;
    private const int MaxNamed = 20;

    private readonly ArchiveSet _archives;
    private readonly Connections _connections;
    private readonly DestinationNames _names;
    private readonly IImageSource _destination;
    private readonly ILookup<string, string> _repositories;
    private readonly ConcurrentDictionary<Digest, string> _placed = [];

    public RequiredContent(ArchiveSet archives, Connections connections, DestinationNames names, IReadOnlyList<PlannedImage> images)
    {
        _archives = archives;
        _connections = connections;
        _names = names;
        _destination = connections.DestinationContent;
        _repositories = images.ToLookup(image => image.Source.Name, image => names.Of(image.Target).Repository);
    }

    /// <summary>Repositories of the destination that hold blobs which the archives do not bring.</summary>
    public IReadOnlyDictionary<Digest, string> Placed => _placed;

    public async Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        if (await _archives.FindManifestAsync(image, cancellationToken).ConfigureAwait(false) is { } archived)
        {
            return archived;
        }

        var digest = image.Digest!.Value;
        foreach (var repository in PlacesOf(digest, _repositories[image.Name]))
        {
            if (await _destination.FindManifestAsync(ReferenceIn(repository, digest), cancellationToken).ConfigureAwait(false) is { } kept)
            {
                return kept;
            }
        }

        throw MirrorErrors.RequiredContentMissing.Exception($"It needs the manifest '{digest}', {WhereIs(digest)}.");
    }

    public async Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken)
    {
        if (await _archives.FindBlobAsync(image, blob, cancellationToken).ConfigureAwait(false) is { } archived)
        {
            return archived;
        }

        return _placed.TryGetValue(blob.Digest, out var repository)
            ? await _destination.FindBlobAsync(ReferenceIn(repository, blob.Digest), blob, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>Makes sure that everything <paramref name="outstanding"/> needs is at hand.</summary>
    /// <exception cref="MirrorException">MIR5020, MIR4090: an error an image, for what is missing and for manifests that are damaged.</exception>
    public async Task EnsureAsync(IReadOnlyList<PlannedImage> outstanding, LoadedTrees loaded, CancellationToken cancellationToken)
    {
        var blobs = outstanding
            .Where(image => loaded.Trees.ContainsKey(image.Target))
            .SelectMany(image => loaded.Trees[image.Target].Blobs().Select(blob => (Image: image, Blob: blob)))
            .Where(need => !_archives.Contains(need.Blob.Digest))
            .ToLookup(need => need.Blob, need => need.Image);
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(blobs, degree, async (need, token) => await LocateAsync(need.Key, need, token).ConfigureAwait(false)).ConfigureAwait(false);
        var missing = blobs.Where(need => !_placed.ContainsKey(need.Key.Digest) && _connections.Store.Blobs.SizeOf(need.Key.Digest) != need.Key.Size)
            .SelectMany(need => need.Select(image => (Image: image, Blob: need.Key)))
            .ToLookup(need => need.Image.Target, need => need.Blob);
        var manifests = loaded.Failures.ToLookup(failure => failure.Image.Target, failure => failure.Reason);
        var lacking = outstanding.Where(image => missing.Contains(image.Target) || manifests.Contains(image.Target)).ToList();
        if (lacking.Count > 0)
        {
            var reasons = lacking.SelectMany(image => Describe(image, [.. manifests[image.Target]], [.. missing[image.Target]])).ToList();
            var isDamaged = reasons.Exists(reason => reason.Code == MirrorErrors.ArchiveContentDamaged);
            var isMissing = reasons.Exists(reason => reason.Code != MirrorErrors.ArchiveContentDamaged);
            throw new MirrorException(
            [
                .. reasons,
                .. isMissing ? [Summary(lacking.Count, outstanding.Count)] : Array.Empty<Diagnostic>(),
                .. isDamaged ? [ArchiveVerification.Refusal("Manifests in the archives are damaged")] : Array.Empty<Diagnostic>(),
            ])
            {
                ExitCode = ExitCode.Source,
            };
        }
    }

    private async Task LocateAsync(Descriptor blob, IEnumerable<PlannedImage> images, CancellationToken cancellationToken)
    {
        foreach (var repository in PlacesOf(blob.Digest, images.Select(image => _names.Of(image.Target).Repository)))
        {
            if (await _connections.Destination.HasBlobAsync(repository, blob, cancellationToken).ConfigureAwait(false))
            {
                _placed[blob.Digest] = repository;
                return;
            }
        }
    }

    /// <summary>Where the destination may have it: where the base put it, else where it is to go.</summary>
    private IEnumerable<string> PlacesOf(Digest digest, IEnumerable<string> targets) =>
        (_archives.RequirementOf(digest) is { } required ? [required.Blob.Repository] : Array.Empty<string>())
            .Concat(_archives.OcMirror.SelectMany(archive => archive.RepositoriesOf(digest)))
            .Select(repository => _names.Of(new TargetName(repository, "")).Repository)
            .Concat(targets)
            .Distinct(StringComparer.Ordinal);

    private ImageReference ReferenceIn(string repository, Digest digest) => _connections.DestinationReference(new TargetName(repository, ""), digest);

    private IEnumerable<Diagnostic> Describe(PlannedImage image, IReadOnlyList<MirrorException> manifests, IReadOnlyList<Descriptor> blobs)
    {
        var name = $"'{image.Target}' ({image.Because})";
        foreach (var diagnostic in manifests.SelectMany(failure => failure.Diagnostics))
        {
            yield return diagnostic with { Message = $"{name}: {diagnostic.Message}" };
        }

        foreach (var place in blobs.GroupBy(blob => WhereIs(blob.Digest)))
        {
            var digests = string.Join(", ", place.Take(MaxNamed).Select(blob => $"'{blob.Digest}' ({ByteSize.Format(blob.Size)})"));
            var more = place.Count() > MaxNamed ? string.Create(CultureInfo.InvariantCulture, $" and {place.Count() - MaxNamed} more") : "";
            yield return MirrorErrors.RequiredContentMissing.Diagnostic(
                $"{name} needs {Counted.Of(place.Count(), "blob", "blobs")}, {place.Key}: {digests}{more}.");
        }
    }

    private string WhereIs(Digest digest)
    {
        var places = $"which neither the archives nor '{_connections.DestinationAddress}' has; ";
        return _archives.AbsentSegmentOf(digest) is { } segment ? $"{places}it is in the segment '{segment}', which is not here"
            : _archives.RequirementOf(digest) is { } required ? $"{places}it comes with the archive '{required.Base}' or with one that it builds on"
            : _archives.OcMirror.Count > 0 ? $"{places}{_archives.OcMirror[0].WhereElse()}"
            : $"{places}no archive that is here says anything of it";
    }

    private Diagnostic Summary(int lacking, int outstanding) => MirrorErrors.RequiredContentMissing.Diagnostic(string.Create(
        CultureInfo.InvariantCulture,
        $"{lacking} of {Counted.Images(outstanding)} that '{_connections.DestinationAddress}' lacks cannot be completed, so nothing was pushed. Name what the errors above name with '--from' as well; the order does not matter."));
}
