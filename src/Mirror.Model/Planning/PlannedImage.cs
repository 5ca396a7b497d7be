namespace Mirror.Model.Planning;

/// <summary>
/// One image that the mirror must hold: what it is called upstream (<see cref="Origin"/>, as it was written), what is copied (<see cref="Source"/>, by
/// digest) and where to. <see cref="Size"/> in bytes, as <see cref="Locking.LockedImage"/> counts it.
/// </summary>
public sealed record PlannedImage(ImageKind Kind, ImageReference Origin, ImageReference Source, TargetName Target, long Size)
{
    /// <summary>The instances of an index that are brought; empty is all.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <summary>The path from the configuration to the image, for messages: a source key, or operator and bundle.</summary>
    public string Because { get; init; } = "";

    /// <summary>Targets that must be complete before this image may appear; one that fails holds this image back (SPEC 5.9).</summary>
    public IReadOnlyList<TargetName> Requires { get; init; } = [];

    /// <summary>
    /// Whether no source has it, because Mirror makes it itself from what the lock pins. <see cref="Source"/> then names the repository that its base layers come
    /// from, with the digest that the making must give.
    /// </summary>
    public bool IsBuilt { get; init; }

    /// <summary>
    /// The tag of the release that the image is part of; null for all that is not. Images of one release appear at the destination together or not at all, and
    /// one that fails ends the run.
    /// </summary>
    public string? Release { get; init; }

    /// <summary>What it refers to, for a signature or another referrer: an image or one of its instances.</summary>
    public Digest? Subject { get; init; }

    /// <summary>The digest that is copied.</summary>
    public Digest Digest => Source.Digest!.Value;
}
