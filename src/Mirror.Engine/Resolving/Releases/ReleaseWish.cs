using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Releases;

/// <summary>A release to be read.</summary>
/// <param name="Payload">By digest, or by a tag that is read now.</param>
/// <param name="Version">What the payload must call itself; null when nobody said.</param>
internal sealed record ReleaseWish(ImageReference Payload, string? Version, PlatformSection Platform)
{
    /// <summary>See <see cref="LockedRelease.Because"/>.</summary>
    public string? Because { get; init; }

    /// <summary>Where the errata stand, if the payload does not say.</summary>
    public string? Errata { get; init; }

    /// <summary>How messages call it.</summary>
    public string Name => Version is null ? $"'{Payload}'" : $"'{Version}' ('{Payload}')";

    /// <summary>The wish for what is locked already.</summary>
    public static ReleaseWish For(LockedRelease release, PlatformSection platform) => new(release.Payload.Image, release.Version, platform)
    {
        Because = release.Because,
        Errata = release.Errata,
    };
}
