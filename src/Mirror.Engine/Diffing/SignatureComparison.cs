using System.Globalization;
using Mirror.Model.Locking;

namespace Mirror.Engine.Diffing;

/// <summary>Compares what refers to images that both locks have. An image that one lock never asked about gained and lost nothing.</summary>
internal static class SignatureComparison
{
    public static IReadOnlyList<SignatureChange> Compare(LockSnapshot old, LockSnapshot now) =>
    [
        .. now.Images.Where(image => old.Images.ContainsKey(image.Key))
            .Select(image => Compare(image.Value.Image, Names(old, image.Key), Names(now, image.Key)))
            .OfType<SignatureChange>()
            .OrderBy(change => change.Lost.Count == 0)
            .ThenBy(change => change.Image.ToString(), StringComparer.Ordinal),
    ];

    private static SignatureChange? Compare(ImageReference image, List<string>? old, List<string>? now)
    {
        if (old is null || now is null)
        {
            return null;
        }

        var change = new SignatureChange(image, [.. old.Except(now)], [.. now.Except(old)]);
        return change.Lost.Count + change.Gained.Count == 0 ? null : change;
    }

    // Null when nobody asked.
    private static List<string>? Names(LockSnapshot snapshot, Digest image)
    {
        var referrers = snapshot.ReferrersOf(image);
        var releases = snapshot.Lock.Referrers.ReleaseSignatures.GetValueOrDefault(image);
        return referrers is null && releases is null
            ? null
            : [.. (referrers ?? []).Select(Describe), .. (releases ?? []).Select(signature => string.Create(CultureInfo.InvariantCulture, $"release signature {signature.Number}"))];
    }

    private static string Describe(LockedReferrer referrer) =>
        $"{(referrer.IsSignature ? "signature" : referrer.ArtifactType)} {referrer.Digest.ToShortString()}";
}
