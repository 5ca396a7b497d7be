namespace Mirror.Charts.Templating.Nodes;

/// <summary>An operand, or a function or method with its arguments.</summary>
internal sealed record CommandNode(int Position, Node[] Operands) : Node(Position);
