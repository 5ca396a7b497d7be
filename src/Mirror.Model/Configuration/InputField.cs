namespace Mirror.Model.Configuration;

/// <summary>
/// One field of an entry that differs from its default: its path below the entry, its canonical value, and its place where that is known.
/// </summary>
public sealed record InputField(string Path, string Value, SourceSpan? Span = null);
