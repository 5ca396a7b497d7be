using System.Text.RegularExpressions;

namespace Mirror.Model.Oci;

/// <summary>The grammar of names (distribution-spec, "Pulling manifests"; host names as in RFC 1123, plus IPv6 in brackets).</summary>
public static partial class ReferenceRules
{
    private const int MaxRepositoryLength = 255;

    /// <summary>Host with an optional port.</summary>
    public static bool IsRegistry(string text) => text.Length <= 260 && RegistryPattern().IsMatch(text);

    /// <summary>Path of a repository below its registry.</summary>
    public static bool IsRepository(string text) => text.Length <= MaxRepositoryLength && RepositoryPattern().IsMatch(text);

    /// <summary>Tag without colon.</summary>
    public static bool IsTag(string text) => TagPattern().IsMatch(text);

    [GeneratedRegex(@"\A(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]{1,5})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex RegistryPattern();

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex RepositoryPattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z", RegexOptions.NonBacktracking)]
    private static partial Regex TagPattern();
}
