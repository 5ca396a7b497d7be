using System.Diagnostics.CodeAnalysis;

namespace Mirror.Model.Oci;

/// <summary>Where a mirror is written: <c>docker://host[:port][/namespace]</c> or <c>oci:FOLDER</c>. Parsed once, where text enters.</summary>
public abstract record Destination
{
    private const string RegistryPrefix = "docker://";
    private const string LayoutPrefix = "oci:";

    private protected Destination()
    {
    }

    /// <summary>
    /// Parses <paramref name="text"/>; a relative folder is meant below <paramref name="baseDirectory"/>, an absolute path.
    /// <paramref name="problem"/> says in a clause what is wrong and what was expected.
    /// </summary>
    public static bool TryParse(
        string text,
        string baseDirectory,
        [NotNullWhen(true)] out Destination? destination,
        [NotNullWhen(false)] out string? problem)
    {
        destination = null;
        if (text.StartsWith(RegistryPrefix, StringComparison.Ordinal))
        {
            return TryParseRegistry(text[RegistryPrefix.Length..], out destination, out problem);
        }

        if (text.StartsWith(LayoutPrefix, StringComparison.Ordinal))
        {
            return TryParseLayout(text[LayoutPrefix.Length..], baseDirectory, out destination, out problem);
        }

        problem = text.StartsWith("file://", StringComparison.Ordinal)
            ? "archives are written by the target 'Pack'; expected 'docker://host[:port][/namespace]' or 'oci:FOLDER'"
            : "expected 'docker://host[:port][/namespace]' or 'oci:FOLDER'";
        return false;
    }

    private static bool TryParseRegistry(string text, out Destination? destination, [NotNullWhen(false)] out string? problem)
    {
        destination = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var registry = slash < 0 ? text : text[..slash];
        var ns = slash < 0 ? "" : text[(slash + 1)..].TrimEnd('/');
        if (!ReferenceRules.IsRegistry(registry))
        {
            problem = registry.Contains('@', StringComparison.Ordinal)
                ? "credentials do not belong into the address; put them into the file that '--dest-authfile' names"
                : $"'{registry}' is not a host name with an optional port";
            return false;
        }

        // Resolvers take a bare number for an IPv4 address written in an old way.
        if (registry.Split(':', 2)[0].All(char.IsAsciiDigit))
        {
            problem = $"'{registry}' has no host name; expected one such as 'localhost:{registry.Split(':', 2)[0]}'";
            return false;
        }

        if (ns.Length > 0 && !ReferenceRules.IsRepository(ns))
        {
            problem = $"'{ns}' is not a namespace (lower-case letters, digits, and '.', '_', '-', '/' between them; no tag, no digest)";
            return false;
        }

        problem = null;
        destination = new DestinationRegistry(registry, ns);
        return true;
    }

    private static bool TryParseLayout(string text, string baseDirectory, out Destination? destination, [NotNullWhen(false)] out string? problem)
    {
        destination = null;
        var folder = text.StartsWith("//", StringComparison.Ordinal) ? text[2..] : text;
        if (folder.Length == 0 || folder.Contains('\0', StringComparison.Ordinal))
        {
            problem = "the folder of the layout is missing; expected 'oci:FOLDER'";
            return false;
        }

        problem = null;
        destination = new DestinationLayout(Path.GetFullPath(folder, baseDirectory));
        return true;
    }
}
