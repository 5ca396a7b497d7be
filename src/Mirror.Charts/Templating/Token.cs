namespace Mirror.Charts.Templating;

/// <summary>A piece of a template's source, with its offset.</summary>
internal readonly record struct Token(TokenKind Kind, int Position, string Text);
