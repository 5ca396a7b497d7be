namespace Mirror.Charts.Templating.Nodes;

/// <summary>Runs another template in place; without a pipeline its dot is missing.</summary>
internal sealed record TemplateNode(int Position, string Name, PipeNode? Pipe) : Node(Position);
