namespace Mirror.Model.Planning;

/// <summary>Chooses instances of an index (SPEC 7.3). Variants are not told apart, unless the configuration names one.</summary>
public static class PlatformFilter
{
    /// <summary>Whether <paramref name="child"/> is brought when <paramref name="platforms"/> are asked for; all are when none is.</summary>
    public static bool Includes(IReadOnlyList<Platform> platforms, Descriptor child) =>
        platforms.Count == 0 || (child.Platform is { } platform && platforms.Any(wanted => Matches(wanted, platform)));

    /// <summary>Those of <paramref name="platforms"/> that no child of <paramref name="index"/> is for.</summary>
    public static IReadOnlyList<Platform> Missing(IReadOnlyList<Platform> platforms, Manifest index) =>
        [.. platforms.Where(wanted => !index.Children.Any(child => child.Platform is { } platform && Matches(wanted, platform)))];

    private static bool Matches(Platform wanted, Platform found) =>
        wanted.Os == found.Os
        && wanted.Architecture == found.Architecture
        && (wanted.Variant.Length == 0 || wanted.Variant == found.Variant);
}
