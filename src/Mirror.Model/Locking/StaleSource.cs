namespace Mirror.Model.Locking;

/// <summary>One reason why a lock does not answer a configuration. <see cref="Reason"/> is a sentence that names field, old and new value.</summary>
public sealed record StaleSource(string Key, StaleKind Kind, string Reason, SourceSpan? Span);
