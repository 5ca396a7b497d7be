namespace Mirror.Charts.Templating.Nodes;

/// <summary>Ends the innermost range.</summary>
internal sealed record BreakNode(int Position) : Node(Position);
