namespace Mirror.Yaml.Configuration.Legacy;

/// <summary>One change that a translation makes to a file, by the nodes of the file as it is. What aliases show twice is changed once.</summary>
internal abstract record LegacyEdit
{
    private LegacyEdit()
    {
    }

    /// <summary>A key or a value gets another text.</summary>
    public sealed record Rewrite(YamlScalar Scalar, string Text) : LegacyEdit;

    /// <summary>A setting gives way to others, or to none.</summary>
    public sealed record Replace(YamlMapping In, YamlEntry Entry, ValueList<LegacySetting> With) : LegacyEdit;

    /// <summary>Settings get one more, behind their first.</summary>
    public sealed record Add(YamlMapping In, LegacySetting Setting) : LegacyEdit;
}
