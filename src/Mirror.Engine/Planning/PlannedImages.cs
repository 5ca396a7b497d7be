using System.Globalization;
using Mirror.Model.Locking;
using Mirror.Model.Planning;

namespace Mirror.Engine.Planning;

/// <summary>What a lock asks of a mirror, as one list.</summary>
internal static class PlannedImages
{
    private const int MaxClaims = 3;

    /// <summary>
    /// In the order of copying (SPEC 2.7), each target once, with all that refers to them. Two sources may ask for the same image under one name; their platforms
    /// are united.
    /// </summary>
    public static IReadOnlyList<PlannedImage> Of(LockFile lockFile) =>
    [
        .. lockFile.Sources.Values
            .SelectMany(source => source.Images().SelectMany(image => ReferrersOf(source, image, lockFile.Referrers).Prepend(image)))
            .GroupBy(image => image.Target)
            .Select(Unite)
            .OrderBy(image => image.Kind)
            .ThenBy(image => image.Target.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>
    /// Signatures go where their subject goes, after it: under their tag, or by digest alone, for the destination to find by their subject. Two repositories upstream may
    /// become one here and have different signatures of one image; there is one tag for them, which the first gets.
    /// </summary>
    public static IEnumerable<PlannedImage> ReferrersOf(LockedSource source, PlannedImage image, ReferrersLockFile referrers)
    {
        if (image.IsBuilt || !referrers.Images.TryGetValue(image.Source.ToString(), out var found))
        {
            yield break;
        }

        foreach (var referrer in found)
        {
            var place = image.Source.WithDigest(referrer.Digest);
            var target = referrer.Tag is null
                ? TargetName.ByDigest(image.Target.Repository, referrer.Digest)
                : image.Target with { Tag = referrer.Tag };
            yield return new PlannedImage(ImageKind.Referrer, place, place, target, referrer.Size)
            {
                Subject = referrer.Subject,
                Requires = [image.Target],

                // Clusters refuse a release of these versions without its signatures; a missing attestation stops nobody.
                Release = referrer.IsSignature && source.IsAlwaysSigned(image) ? image.Release : null,
                Because = $"{image.Because}, refers to '{image.Target}'",
            };
        }
    }

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
