namespace Mirror.Charts.Templating.Nodes;

/// <summary>The name of a function, found when the template was parsed.</summary>
internal sealed record FunctionNode(int Position, TemplateFunction Function) : Node(Position);
