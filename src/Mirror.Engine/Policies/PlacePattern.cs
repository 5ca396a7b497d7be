namespace Mirror.Engine.Policies;

/// <summary>Places as policies name them: <c>host</c>, <c>host/path</c>, <c>*.domain</c>, <c>oci://</c>.</summary>
internal static class PlacePattern
{
    private const string AnyHost = "*.";

    /// <summary>Whether one of <paramref name="patterns"/> covers <paramref name="place"/>, a name of an image without tag and digest, or an address of a web server.</summary>
    public static bool Covers(IEnumerable<string> patterns, string place) => patterns.Any(pattern => Covers(pattern, place));

    private static bool Covers(string pattern, string place)
    {
        if (Uri.TryCreate(place, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            place = $"{uri!.Authority}{uri.AbsolutePath}";
        }

        if (pattern.EndsWith("://", StringComparison.Ordinal))
        {
            return place.StartsWith(pattern, StringComparison.Ordinal);
        }

        if (pattern.StartsWith(AnyHost, StringComparison.Ordinal))
        {
            var slash = pattern.IndexOf('/', StringComparison.Ordinal);
            var domain = slash < 0 ? pattern[1..] : pattern[1..slash];
            var hostEnd = place.IndexOf('/', StringComparison.Ordinal);
            var host = hostEnd < 0 ? place : place[..hostEnd];
            return host.EndsWith(domain, StringComparison.Ordinal)
                && (slash < 0 || (hostEnd >= 0 && IsBelow(place[hostEnd..], pattern[slash..])));
        }

        return IsBelow(place, pattern);
    }

    private static bool IsBelow(string place, string prefix) =>
        place.StartsWith(prefix, StringComparison.Ordinal) && (place.Length == prefix.Length || place[prefix.Length] == '/');
}
