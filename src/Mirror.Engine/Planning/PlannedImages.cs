using Mirror.Model.Locking;
using Mirror.Model.Planning;

namespace Mirror.Engine.Planning;

/// <summary>What a lock asks of a mirror, as one list.</summary>
internal static class PlannedImages
{
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
        var first = claims.First();
        return claims.Any(claim => claim.Platforms.Count == 0)
            ? first with { Platforms = [] }
            : first with { Platforms = [.. claims.SelectMany(claim => claim.Platforms).Distinct()] };
    }
}
