namespace Mirror.Oci.Registry.Configuration;

/// <summary><c>short-name-mode</c>; it has no effect here because references are complete when they are parsed.</summary>
public enum ShortNameMode
{
    /// <summary>The default: ask on a terminal, else try all.</summary>
    Permissive,

    /// <summary>Ask on a terminal, else fail.</summary>
    Enforcing,

    /// <summary>Try all.</summary>
    Disabled,
}
