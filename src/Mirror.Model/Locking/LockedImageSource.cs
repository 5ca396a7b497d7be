using Mirror.Model.Planning;

namespace Mirror.Model.Locking;

/// <summary>The answer to an entry of <c>additionalImages</c>.</summary>
public sealed record LockedImageSource : LockedSource
{
    /// <summary>The start of every key of this kind.</summary>
    public const string KeyPrefix = "images/";

    /// <summary>What the entry names.</summary>
    public required ImageReference Name { get; init; }

    /// <summary>What it is.</summary>
    public required LockedImage Resolved { get; init; }

    /// <summary>Repository and tag below the destination, before nested paths are joined (SPEC 7.1). Derived from the entry.</summary>
    public required TargetName Target { get; init; }

    /// <summary>The instances of an index that are brought; empty is all.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <inheritdoc/>
    public override string RequestedFields => FieldsAfterName(Requested);

    /// <inheritdoc/>
    public override IEnumerable<PlannedImage> Images() =>
    [
        new PlannedImage(ImageKind.Additional, Name, Resolved.Image, Target, Resolved.Size)
        {
            Platforms = Platforms,
            Because = Key,
        },
    ];

    /// <inheritdoc/>
    public bool Equals(LockedImageSource? other) =>
        other is not null
        && (Key, InputHash, Requested, Name, Resolved, Target) == (other.Key, other.InputHash, other.Requested, other.Name, other.Resolved, other.Target)
        && Platforms.SequenceEqual(other.Platforms);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, InputHash, Resolved);
}
