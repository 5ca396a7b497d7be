namespace Mirror.Charts.Templating.Nodes;

/// <summary>Goes on with the next element of the innermost range.</summary>
internal sealed record ContinueNode(int Position) : Node(Position);
