namespace Mirror.Charts.Templating.Nodes;

/// <summary>A pipeline whose value is printed, unless it declares variables.</summary>
internal sealed record ActionNode(int Position, PipeNode Pipe) : Node(Position);
