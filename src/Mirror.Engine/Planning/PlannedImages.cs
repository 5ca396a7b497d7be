using System.Globalization;
using Mirror.Model.Locking;
using Mirror.Model.Planning;

namespace Mirror.Engine.Planning;

/// <summary>What a lock asks of a mirror, as one list.</summary>
internal static class PlannedImages
{
    private const int MaxClaims = 3;

    /// <summary>
    /// In the order of copying (SPEC 2.7), each target once. Two sources may ask for the same image under one name; their platforms are united.
    /// </summary>
    public static IReadOnlyList<PlannedImage> Of(LockFile lockFile) =>
    [
        .. lockFile.Sources.Values
            .SelectMany(source => source.Images())
            .GroupBy(image => image.Target)
            .Select(Unite)
            .OrderBy(image => image.Kind)
            .ThenBy(image => image.Target.ToString(), StringComparer.Ordinal),
    ];

    private static PlannedImage Unite(IGrouping<TargetName, PlannedImage> claims)
    {
        // What others may wait for has the place of the earliest kind; whoever claims it waits for its own needs.
        var first = claims.MinBy(claim => claim.Kind)!;
        var united = first with
        {
            Because = Because([.. claims.Select(claim => claim.Because).Distinct()]),
            Requires = [.. claims.SelectMany(claim => claim.Requires).Distinct()],
        };
        return claims.Any(claim => claim.Platforms.Count == 0)
            ? united with { Platforms = [] }
            : united with { Platforms = [.. claims.SelectMany(claim => claim.Platforms).Distinct()] };
    }

    private static string Because(IReadOnlyList<string> claims) => claims.Count <= MaxClaims
        ? string.Join("; ", claims)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join("; ", claims.Take(MaxClaims))}; and {claims.Count - MaxClaims} more");
}
