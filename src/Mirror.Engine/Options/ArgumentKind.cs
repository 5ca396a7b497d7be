namespace Mirror.Engine.Options;

/// <summary>How often an argument may be given, and whether it needs a value.</summary>
public enum ArgumentKind
{
    /// <summary>True when given alone; takes <c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>One value.</summary>
    Value,

    /// <summary>One value, or none, which stands for a default.</summary>
    OptionalValue,

    /// <summary>Several values: the argument repeated, or one text with ';' between them.</summary>
    List,
}
