using Mirror.Model.Configuration;
using Mirror.Model.Planning;
using Mirror.Model.Versions;

namespace Mirror.Model.Locking;

/// <summary>A release: its payload, and the images that the payload names.</summary>
public sealed record LockedRelease
{
    /// <summary>Repository of payloads below the destination (SPEC 4.8).</summary>
    public const string PayloadRepository = "openshift/release-images";

    /// <summary>Repository of everything that payloads name, below the destination.</summary>
    public const string ComponentRepository = "openshift/release";

    private const int MaxTag = 128;

    /// <summary>Lowest version first; names that are no versions, ordinally, after those that are.</summary>
    public static IComparer<LockedRelease> Order { get; } = Comparer<LockedRelease>.Create((left, right) =>
    {
        var isLeft = SemanticVersion.TryParse(left.Version, out var one);
        var isRight = SemanticVersion.TryParse(right.Version, out var other);
        var order = isLeft && isRight ? SemanticVersion.TotalOrder.Compare(one, other) : isRight.CompareTo(isLeft);
        return order != 0 ? order : string.CompareOrdinal(left.Version, right.Version);
    });

    /// <summary>As the payload calls it.</summary>
    public required string Version { get; init; }

    /// <summary>Why it is here, when a channel was asked: <c>head of stable-4.20</c>.</summary>
    public string? Because { get; init; }

    /// <summary>Where it comes from.</summary>
    public required LockedImage Payload { get; init; }

    /// <summary>The tag under which it was published, with version and architecture; null when nobody tells, then the digest serves.</summary>
    public string? Tag { get; init; }

    /// <summary>
    /// The name by which clusters know the payload, <c>host/path</c>, where that is not the one of <see cref="Payload"/>: what was mirrored from a private copy.
    /// </summary>
    public string? SignedName { get; init; }

    /// <summary>Where the errata stand.</summary>
    public string? Errata { get; init; }

    /// <summary>By name, ordinally ordered; KubeVirt boot images are among them.</summary>
    public required ValueList<LockedComponent> Components { get; init; }

    /// <summary>The tag of the payload at the destination, and the start of the tags of its components.</summary>
    public string TargetTag => Tag ?? Payload.Digest.Hex;

    /// <summary>The images, payload last.</summary>
    internal IEnumerable<PlannedImage> Images(string sourceKey, IReadOnlyList<Platform> platforms)
    {
        var because = $"{sourceKey}, {Version}";
        var components = Components.Select(component => Planned(
            new PlannedImage(ImageKind.ReleaseContent, component.Image.Image, component.Image.Image, TargetOf(component), component.Image.Size), component.Name)).ToList();
        var payload = new PlannedImage(ImageKind.Release, Origin(), Payload.Image, new TargetName(PayloadRepository, Cut(TargetTag)), Payload.Size);
        return [.. components, Planned(payload, "payload") with { Requires = [.. components.Select(component => component.Target)] }];

        PlannedImage Planned(PlannedImage image, string name) =>
            image with { Platforms = platforms, Because = $"{because}, {name}", Release = TargetTag };
    }

    private TargetName TargetOf(LockedComponent component) => new(ComponentRepository, Cut($"{TargetTag}-{component.Name}"));

    private ImageReference Origin()
    {
        var name = SignedName is not null && ImageReference.TryParseName(SignedName, out var registry, out var repository, out _)
            ? ImageReference.Docker(registry, repository, digest: Payload.Digest)
            : Payload.Image;
        return Tag is null ? name : name.WithTag(Tag);
    }

    private static string Cut(string tag) => tag.Length > MaxTag ? tag[..(MaxTag - 1)] : tag;
}
