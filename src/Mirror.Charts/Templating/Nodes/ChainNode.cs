namespace Mirror.Charts.Templating.Nodes;

/// <summary><c>(pipeline).a.b</c>: fields of a value.</summary>
internal sealed record ChainNode(int Position, Node Operand, string[] Fields) : Node(Position);
