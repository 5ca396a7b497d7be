using Mirror.Model.Locking;
using Mirror.Model.Planning;

namespace Mirror.Engine.Describing;

/// <summary>Additional images: an image without its tag is the line, the tag its version.</summary>
internal sealed class ImageDescriber : ISourceDescriber
{
    public bool Describes(LockedSource source) => source is LockedImageSource;

    public IEnumerable<LockedItem> Items(LockedSource source)
    {
        var image = (LockedImageSource)source;
        var tag = image.Name.Tag ?? image.Name.Digest?.ToShortString() ?? "latest";
        var usual = new TargetName(image.Name.Repository, image.Name.Tag ?? TargetName.DigestTag(image.Resolved.Digest));
        yield return new LockedItem(ItemKind.Image, image.Name.Name, tag)
        {
            Detail = image.Target == usual ? "" : $"as {image.Target}",
            Image = image.Resolved,
            SourceKey = source.Key,
        };
    }
}
