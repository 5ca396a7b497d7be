namespace Mirror.Charts.Templating.Nodes;

/// <summary>Text outside of actions, already trimmed.</summary>
internal sealed record TextNode(int Position, string Text) : Node(Position);
