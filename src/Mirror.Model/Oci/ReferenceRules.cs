using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Mirror.Model.Oci;

/// <summary>The grammar of names (distribution-spec, "Pulling manifests"; host names as in RFC 1123, plus IPv6 in brackets).</summary>
public static partial class ReferenceRules
{
    // Each of these patterns can go on in one way only, so they are as bounded as NonBacktracking ones, which take a tenth of a second to set up in every process.
    private const int MaxRepositoryLength = 255;

    /// <summary>Host with an optional port.</summary>
    public static bool IsRegistry(string text) => text.Length <= 260
        && RegistryPattern().Match(text) is { Success: true } match
        && (match.Groups["port"] is not { Success: true, ValueSpan: var port } || ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        && (text[0] != '[' || IPAddress.TryParse(text.AsSpan(0, text.IndexOf(']', StringComparison.Ordinal) + 1), out _));

    /// <summary>Path of a repository below its registry.</summary>
    public static bool IsRepository(string text) => text.Length <= MaxRepositoryLength && RepositoryPattern().IsMatch(text);

    /// <summary>Tag without colon.</summary>
    public static bool IsTag(string text) => TagPattern().IsMatch(text);

    [GeneratedRegex(@"\A(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::(?<port>[0-9]{1,5}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex RegistryPattern();

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryPattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TagPattern();
}
