using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving;

/// <summary>
/// Digests that the lock has for image names. An image of one name is one image at the destination whoever asks for it, so a source that is resolved takes the pin
/// of another that stays as it is.
/// </summary>
internal sealed class PinnedImages
{
    private readonly Dictionary<ImageReference, Digest> _pins = [];

    /// <summary>The pins of every source of <paramref name="question"/>'s lock that is not to move.</summary>
    /// <param name="ofOthers">Without those of the source in question, for who keeps them by other rules.</param>
    public PinnedImages(SourceQuestion question, bool ofOthers = false)
    {
        foreach (var (name, digest) in PinsOf(question, ofOthers))
        {
            _pins.TryAdd(name, digest);
        }
    }

    /// <summary>As the other method, for who asks once.</summary>
    public static Digest? Find(SourceQuestion question, ImageReference name) =>
        PinsOf(question, ofOthers: false).Where(pin => pin.Name == name).Select(pin => (Digest?)pin.Digest).FirstOrDefault();

    /// <summary>The digest that <paramref name="name"/> is locked to; null when it is not.</summary>
    public Digest? Find(ImageReference name) => _pins.TryGetValue(name, out var digest) ? digest : null;

    private static IEnumerable<(ImageReference Name, Digest Digest)> PinsOf(SourceQuestion question, bool ofOthers) =>
        question.Lock.Sources.Values
            .Where(source => !question.Moves(source.Key) && (!ofOthers || source.Key != question.Entry.SourceKey))
            .SelectMany(PinsOf);

    private static IEnumerable<(ImageReference Name, Digest Digest)> PinsOf(LockedSource source) => source switch
    {
        LockedImageSource image => [(image.Name, image.Resolved.Digest)],
        LockedHelmSource helm => helm.Charts.SelectMany(chart => chart.Images).Select(image => (image.Reference, image.Resolved.Digest)),
        LockedOperatorSource operators => operators.Packages.SelectMany(package => package.Bundles)
            .SelectMany(bundle => bundle.Image is null ? bundle.Related : bundle.Related.Append(bundle.Image))
            .SelectMany(image => image.Requested.Where(name => name.Digest is null).Select(name => (name, image.Image.Digest))),
        _ => [],
    };
}
