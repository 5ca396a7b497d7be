using Mirror.Model.Locking;

namespace Mirror.Engine.Describing;

/// <summary>Kinds that have no words of their own: each image by its repository and the tag it gets.</summary>
internal sealed class PlainDescriber : ISourceDescriber
{
    public bool Describes(LockedSource source) => true;

    public IEnumerable<LockedItem> Items(LockedSource source) => source.Images().Select(image =>
        new LockedItem(ItemKind.Image, image.Origin.Name, image.Origin.Tag ?? image.Target.Tag)
        {
            Image = new LockedImage(image.Source, image.Size),
            SourceKey = source.Key,
        });
}
