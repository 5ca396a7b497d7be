namespace Mirror.Charts.Templating.Nodes;

/// <summary>What stands between two delimiters of a block.</summary>
internal sealed record ListNode(int Position, IReadOnlyList<Node> Nodes) : Node(Position);
