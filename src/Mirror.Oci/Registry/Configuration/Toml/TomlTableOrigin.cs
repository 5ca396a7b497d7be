namespace Mirror.Oci.Registry.Configuration.Toml;

/// <summary>How a table came to be; it decides what may still be added to it (TOML 1.0, "Table").</summary>
internal enum TomlTableOrigin
{
    /// <summary>As a part of the path of a header below it; its own header may still follow.</summary>
    Implied,

    /// <summary>By its own header.</summary>
    Header,

    /// <summary>By a dotted key; more dotted keys may follow, a header may not.</summary>
    DottedKey,

    /// <summary>As <c>{...}</c>: complete.</summary>
    Inline,
}
