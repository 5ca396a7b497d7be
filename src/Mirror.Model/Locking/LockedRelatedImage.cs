using Mirror.Model.Configuration;

namespace Mirror.Model.Locking;

/// <summary>An image that a bundle names, or its own. The size is 0 if no source had it when it was locked; then it is asked for whenever it is to be copied.</summary>
/// <param name="Image">What it is.</param>
/// <param name="Requested">What the catalog calls it, ordinally ordered; empty when that is <paramref name="Image"/> itself.</param>
public sealed record LockedRelatedImage(LockedImage Image, ValueList<ImageReference> Requested)
{
    /// <summary>Every name that clusters pull it by.</summary>
    public IReadOnlyList<ImageReference> Origins => Requested.Count > 0 ? Requested : [Image.Image];
}
