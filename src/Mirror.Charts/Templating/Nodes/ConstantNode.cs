namespace Mirror.Charts.Templating.Nodes;

/// <summary>A string, a number or a truth value; <paramref name="Source"/> is how it was written.</summary>
internal sealed record ConstantNode(int Position, object Value, string Source) : Node(Position);
