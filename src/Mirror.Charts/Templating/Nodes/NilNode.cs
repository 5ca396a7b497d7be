namespace Mirror.Charts.Templating.Nodes;

/// <summary>The constant <c>nil</c>.</summary>
internal sealed record NilNode(int Position) : Node(Position);
