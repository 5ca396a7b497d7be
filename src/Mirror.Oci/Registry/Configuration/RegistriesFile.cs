namespace Mirror.Oci.Registry.Configuration;

/// <summary>What one file says; null where it says nothing, so that a drop-in changes only what it names.</summary>
internal sealed record RegistriesFile
{
    /// <summary>By prefix, which is unique.</summary>
    public required IReadOnlyDictionary<string, RegistryEntry> Registries { get; init; }

    public IReadOnlyList<string>? UnqualifiedSearchRegistries { get; init; }

    public IReadOnlyList<string>? CredentialHelpers { get; init; }

    public ShortNameMode? ShortNameMode { get; init; }

    /// <summary>Short name to full name; an empty value erases the alias of an earlier file.</summary>
    public required IReadOnlyDictionary<string, string> Aliases { get; init; }
}
