namespace Mirror.Charts.Templating.Nodes;

/// <summary><c>.a.b</c>: fields of the dot.</summary>
internal sealed record FieldNode(int Position, string[] Fields) : Node(Position);
