using System.Collections.Concurrent;
using System.Globalization;
using Mirror.Charts;
using Mirror.Charts.Discovery;
using Mirror.Charts.Rendering;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Charts;

/// <summary>Renders the charts of one entry and pins the images that they name. Safe for concurrent use.</summary>
internal sealed class ChartRendering(
    SourceQuestion question,
    ChartImages images,
    ContentStore store,
    IImageSource source,
    SemaphoreSlim gate,
    HelmChart? entry,
    ChartInput input)
{
    // Many times what the largest charts name.
    private const int MaxPlaces = 20_000;

    private readonly PinnedImages _pins = new(question);
    private readonly ManifestTreeReader _trees = new(store, source);
    private readonly ConcurrentDictionary<string, bool> _blocked = new(StringComparer.Ordinal);

    /// <summary>Values and what else the charts are rendered with.</summary>
    public ChartInput Input => input;

    /// <summary>What was found and may not be brought, in order.</summary>
    public IReadOnlyList<string> Blocked => [.. _blocked.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The instances of images that are brought, in order.</summary>
    public IReadOnlyList<Platform> Platforms { get; } = [.. (entry?.Platforms ?? []).OrderBy(platform => platform.ToString(), StringComparer.Ordinal)];

    /// <summary>The chart's block in the lock.</summary>
    /// <exception cref="ChartException">The chart cannot be rendered.</exception>
    /// <exception cref="MirrorException">Its images cannot be pinned.</exception>
    public async Task<LockedChart> LockAsync(LoadedChart loaded, CancellationToken cancellationToken)
    {
        var found = await RenderAsync(loaded, cancellationToken).ConfigureAwait(false);
        var places = Group(loaded, found);
        var failures = new ConcurrentDictionary<string, MirrorException>(StringComparer.Ordinal);
        var pinned = await Task.WhenAll(places.Select(async place =>
        {
            try
            {
                return await PinAsync(loaded, place.Key, place.Value, cancellationToken).ConfigureAwait(false);
            }
            catch (MirrorException e)
            {
                failures[place.Key.ToString()] = e;
                return null;
            }
        })).ConfigureAwait(false);
        if (!failures.IsEmpty)
        {
            throw MirrorException.Join([.. failures.OrderBy(failure => failure.Key, StringComparer.Ordinal).Select(failure => failure.Value)]);
        }

        return new LockedChart(loaded.Chart.Name, loaded.Chart.Metadata.Version, loaded.Archive)
        {
            Artifact = entry is { MirrorChart: true } ? await ArtifactAsync(loaded, cancellationToken).ConfigureAwait(false) : null,
            Images = [.. pinned.OfType<LockedChartImage>().OrderBy(image => image.Reference.ToString(), StringComparer.Ordinal)],
        };
    }

    private async Task<IReadOnlyList<FoundImage>> RenderAsync(LoadedChart loaded, CancellationToken cancellationToken)
    {
        // A library runs nothing; it may be wanted for itself.
        if (loaded.Chart.Metadata.IsLibrary && entry is { MirrorChart: true })
        {
            return [];
        }

        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(
                () => ImageFinder.Find(ChartRenderer.Render(loaded.Chart, input.Options, cancellationToken), input.ImagePaths),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The places by the image that they name. What is no image is told, never left out silently.</summary>
    private SortedDictionary<ImageReference, List<string>> Group(LoadedChart loaded, IReadOnlyList<FoundImage> found)
    {
        if (found.Count > MaxPlaces)
        {
            throw new ChartException(ChartFailure.Limit, $"The chart names images in more than {MaxPlaces} places.");
        }

        var places = new SortedDictionary<ImageReference, List<string>>(Comparer<ImageReference>.Create((left, right) => string.CompareOrdinal(left.ToString(), right.ToString())));
        foreach (var image in found)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{image.File}{(image.Document > 0 ? $"#{image.Document}" : "")}: {image.Path}");
            if (!TryParse(image, out var reference, out var problem))
            {
                question.Warn(MirrorErrors.ChartImageSkipped.Diagnostic(
                    $"The chart '{loaded.Id}' names '{Shown(image.Image)}' in {place}, which is not an image: {problem}. It is left out.", entry?.Span ?? question.Entry.Span));
            }
            else if (question.Blocked.Find(reference.ToString()) is not null)
            {
                _blocked[reference.ToString()] = true;
            }
            else if (!places.TryGetValue(reference, out var known))
            {
                places[reference] = [place];
            }
            else if (!known.Contains(place, StringComparer.Ordinal))
            {
                known.Add(place);
            }
        }

        return places;
    }

    // A container without a tag runs the tag 'latest'; what an image path leads to may be any text, and needs a tag or a digest to count (SPEC 6.2).
    private static bool TryParse(FoundImage image, out ImageReference reference, out string problem)
    {
        var isReference = ImageReference.TryParse(image.Image, out var parsed, out var wrong)
            || (image.IsContainer && ImageReference.TryParse($"{image.Image}:latest", out parsed, out _));
        reference = parsed!;
        problem = isReference && parsed!.Transport != Transport.Docker ? "it is not in a registry" : wrong ?? "";
        return isReference && parsed!.Transport == Transport.Docker;
    }

    private static string Shown(string text) => text.Length <= 200 ? text : $"{text[..200]}...";

    private async Task<LockedChartImage?> PinAsync(LoadedChart loaded, ImageReference reference, IReadOnlyList<string> places, CancellationToken cancellationToken)
    {
        var pin = reference.Digest ?? _pins.Find(reference);
        var wanted = pin is { } digest ? reference.WithDigest(digest) : reference;
        var resolved = await images.FindAsync(wanted, Platforms, cancellationToken).ConfigureAwait(false)
            ?? throw MissingImage(loaded, reference, reference.Digest is null ? pin : null, places);
        if (question.Blocked.Find(resolved.Image.ToString()) is not null)
        {
            _blocked[resolved.Image.ToString()] = true;
            return null;
        }

        return new LockedChartImage(reference, resolved, places);
    }

    private MirrorException MissingImage(LoadedChart loaded, ImageReference reference, Digest? pin, IReadOnlyList<string> places) => pin is { } gone
        ? MirrorErrors.ImageGone.Exception(
            $"'{reference}' is locked to '{gone}', which its source no longer has. The chart '{loaded.Id}' names it in {places[0]}. Move the lock on with '--update {loaded.Chart.Name}'.",
            entry?.Span)
        : MirrorErrors.ImageNotFound.Exception(
            $"There is no image '{reference}' at its source. The chart '{loaded.Id}' names it in {places[0]}. Change it by the chart's 'values', or leave it out with 'blockedImages'; a registry may also answer so when the credentials may not read it.",
            entry?.Span);

    private async Task<LockedChartArtifact?> ArtifactAsync(LoadedChart loaded, CancellationToken cancellationToken)
    {
        if (loaded.Archive.Origin is not ChartImage { Image: var image })
        {
            return ChartArtifact.Of(loaded).ToLocked(loaded);
        }

        var target = ChartArtifact.TargetOf(loaded.Chart.Name, loaded.Chart.Metadata.Version, loaded.Archive.Origin);
        foreach (var name in (string[])[image.WithTag(target.Tag).ToString(), image.ToString()])
        {
            if (question.Blocked.Find(name) is not null)
            {
                _blocked[name] = true;
                return null;
            }
        }

        var tree = await _trees.ReadAsync(image, [], cancellationToken).ConfigureAwait(false);
        return new LockedChartArtifact(image.Digest!.Value, tree.Size, target);
    }
}
