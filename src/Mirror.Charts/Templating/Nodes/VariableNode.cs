namespace Mirror.Charts.Templating.Nodes;

/// <summary><c>$x.a.b</c>: a variable, or fields of it.</summary>
internal sealed record VariableNode(int Position, string Name, string[] Fields) : Node(Position);
