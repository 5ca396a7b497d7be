namespace Mirror.Charts.Templating.Nodes;

/// <summary>Commands, each giving its value to the next as the last argument; the result may be put into variables.</summary>
internal sealed record PipeNode(int Position, IReadOnlyList<CommandNode> Commands, IReadOnlyList<string> Variables, bool IsAssignment) : Node(Position);
