using Mirror.Engine.Describing;
using Mirror.Engine.Locking;
using Mirror.Engine.Planning;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Store;

namespace Mirror.Engine.Explaining;

/// <summary>Says why an image is in the mirror: every way from a line of the configuration to it, from the lock alone; the store tells what it shares with others.</summary>
internal sealed class ExplainOperation(MirrorOptions options, LockStorage storage, ContentStore store, Action<string> say)
{
    private const int Suggestions = 5;

    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Images.Count == 0)
        {
            throw MirrorErrors.ExplainWithoutImage.Exception("There is no image to explain. Add '--image' with a reference, a digest or a name, such as '--image ubi9/ubi:9.6'.");
        }

        var (configuration, _) = await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        var lockFile = await storage.ReadAsync(cancellationToken).ConfigureAwait(false);
        var names = new DestinationNames(options.Destination, options.MaxNestedPaths);
        var all = lockFile.Sources.Values.SelectMany(source => WaysOf(source, lockFile.Referrers)).ToList();
        var meant = new List<(LockedSource Source, PlannedImage Image, IReadOnlyList<string> Steps)>();
        foreach (var wanted in options.Images)
        {
            var query = new ImageQuery(wanted);
            var found = all.Where(way => query.IsMeant(way.Image, names, way.Steps)).ToList();
            meant.AddRange(found.Count > 0 ? found.Except(meant) : throw NotFound(wanted, lockFile, configuration, [.. all.Select(way => way.Image)]));
        }

        var entries = configuration.Sources.ToDictionary(entry => entry.SourceKey, StringComparer.Ordinal);
        var sharing = await LayerIndex.ReadAsync(store, [.. all.Select(way => way.Image)], cancellationToken).ConfigureAwait(false);
        var explained = meant.GroupBy(way => way.Image.Digest).Select(group => new ExplainedImage(
            group.Key,
            group.Max(way => way.Image.Size),
            [.. group.Select(way => new ExplainedPath(way.Image, PlaceOf(way.Source, way.Steps, entries), [way.Source.Key, .. way.Steps]))],
            sharing.Find(group.First().Image))).ToList();
        say(ExplainText.Write(explained, names));
        var paths = explained.Sum(image => image.Paths.Count);
        return StepResult.Done($"{Counted.Images(explained.Count)} for '{string.Join("', '", options.Images)}', {Counted.Of(paths, "way", "ways")} to {(explained.Count == 1 ? "it" : "them")}");
    }

    private static IEnumerable<(LockedSource Source, PlannedImage Image, IReadOnlyList<string> Steps)> WaysOf(LockedSource source, ReferrersLockFile referrers)
    {
        var describer = SourceDescribers.For(source);
        foreach (var image in source.Images())
        {
            var steps = describer.Steps(source, image);
            yield return (source, image, steps);
            foreach (var referrer in PlannedImages.ReferrersOf(source, image, referrers))
            {
                yield return (source, referrer, [.. steps, $"refers to {image.Origin}"]);
            }
        }
    }

    // The narrowest node that a step names: an operator's own line, not that of its catalog.
    private static SourceSpan? PlaceOf(LockedSource source, IReadOnlyList<string> steps, Dictionary<string, ISourceEntry> entries) =>
        !entries.TryGetValue(source.Key, out var entry) ? null
        : entry is OperatorCatalog catalog && catalog.Packages.FirstOrDefault(package => steps.Contains($"operator {package.Name}", StringComparer.Ordinal)) is { } package ? package.Span
        : entry.Span;

    private MirrorException NotFound(string wanted, LockFile lockFile, ImageSetConfiguration configuration, List<PlannedImage> all)
    {
        var query = ImageReference.TryParse(wanted, out var reference, out _) ? reference.ToString() : wanted;
        var blocked = lockFile.Sources.Values
            .SelectMany(source => source.Blocked.Select(name => (Name: name, source.Key)))
            .FirstOrDefault(block => block.Name == query || block.Name.Contains(query, StringComparison.Ordinal));
        if (blocked.Name is not null)
        {
            var expression = configuration.BlockedImages.FirstOrDefault(image => image.Blocks(blocked.Name));
            return MirrorErrors.ImageNotInLock.Exception(
                $"'{blocked.Name}', which '{blocked.Key}' would bring, is not mirrored: {(expression is null ? "'blockedImages' excluded it when the lock was written" : $"the expression '{expression.Name}' of 'blockedImages' excludes it")}.",
                expression?.Span);
        }

        if (configuration.BlockedImages.FirstOrDefault(image => image.Blocks(query)) is { } block)
        {
            return MirrorErrors.ImageNotInLock.Exception(
                $"No image of '{storage.DisplayName}' is called '{wanted}', and the expression '{block.Name}' of 'blockedImages' excludes what is.",
                block.Span);
        }

        if (new ImageQuery(wanted).IsShortDigest)
        {
            throw MirrorErrors.ImageNotInLock.Exception($"'{wanted}' is not enough of a digest; give {ImageQuery.MinDigits} of its digits or more, in lower case.");
        }

        var near = all.Select(image => image.Origin.Name).Distinct().Where(name => name.Contains(wanted, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Take(Suggestions).ToList();
        if (near.Count == 0 && NearestName.Find(LastPart(wanted), all.Select(image => LastPart(image.Origin.Name)).Distinct()) is { } similar)
        {
            near = [similar];
        }

        return MirrorErrors.ImageNotInLock.Exception(
            $"No image of '{storage.DisplayName}' is called '{wanted}'{(near.Count == 0 ? "." : $"; did you mean '{string.Join("' or '", near)}'?")}");
    }

    private static string LastPart(string name) => name[(name.LastIndexOf('/') + 1)..];
}
