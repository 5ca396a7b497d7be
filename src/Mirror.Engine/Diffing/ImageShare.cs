namespace Mirror.Engine.Diffing;

/// <summary>One image by digest, whatever it is called: the first of its names, what it is to the mirror, and its bytes.</summary>
internal sealed record ImageShare(ImageReference Image, IReadOnlyList<Model.Planning.ImageKind> Kinds, long Size)
{
    /// <summary>Whether a signature of its own can be expected.</summary>
    public bool IsSignable { get; init; }
}
