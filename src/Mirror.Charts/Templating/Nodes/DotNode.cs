namespace Mirror.Charts.Templating.Nodes;

/// <summary><c>.</c>: what the template or block was given.</summary>
internal sealed record DotNode(int Position) : Node(Position);
