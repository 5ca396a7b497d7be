namespace Mirror.Charts.Templating;

/// <summary>What the lexer tells apart.</summary>
internal enum TokenKind
{
    End,
    Text,
    LeftDelimiter,
    RightDelimiter,
    Space,
    Identifier,
    Field,
    Variable,
    Dot,
    Number,
    Character,
    String,
    RawString,
    Pipe,
    Declare,
    Assign,
    Comma,
    LeftParenthesis,
    RightParenthesis,
}
