using Mirror.Oci.Registry.Configuration.Toml;

namespace Mirror.Oci.Registry.Configuration;

/// <summary>Reads <c>[aliases]</c>: short names to full names, both without tag and digest.</summary>
internal sealed class RegistryAliasReader(DiagnosticBag diagnostics, TomlSettings settings)
{
    public IReadOnlyDictionary<string, string> Read(TomlTable root)
    {
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TomlSettings.Find(root, "aliases") is not { } entry || settings.Table(entry) is not { } table)
        {
            return aliases;
        }

        foreach (var alias in table.Entries)
        {
            if (settings.String(table, alias.Key) is { } value && IsShortName(alias) && FullName(value) is { } name)
            {
                aliases[alias.Key] = name;
            }
        }

        return aliases;
    }

    private bool IsShortName(TomlEntry alias)
    {
        var first = alias.Key.Split('/')[0];
        if (ReferenceRules.IsRepository(alias.Key) && !(alias.Key.Contains('/', StringComparison.Ordinal) && IsHost(first)))
        {
            return true;
        }

        Report(alias.KeySpan, $"'{alias.Key}' is not a short name; expected a repository path without registry, tag and digest.");
        return false;
    }

    /// <summary>The value with Docker Hub's <c>library/</c> added; empty stays empty.</summary>
    private string? FullName(TomlString value)
    {
        var slash = value.Value.IndexOf('/', StringComparison.Ordinal);
        if (value.Value.Length == 0)
        {
            return "";
        }

        if (slash > 0 && IsHost(value.Value[..slash]) && ImageReference.TryParseName(value.Value, out var registry, out var repository, out _))
        {
            return $"{registry}/{repository}";
        }

        Report(value.Span, $"'{value.Value}' is not a full name; expected registry/repository without tag and digest, or nothing.");
        return null;
    }

    private static bool IsHost(string text) => text == "localhost" || text.AsSpan().IndexOfAny('.', ':') >= 0;

    private void Report(SourceSpan span, string message) => diagnostics.Report(MirrorErrors.RegistriesSetting, span, message);
}
