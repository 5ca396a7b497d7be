namespace Mirror.Charts.Templating.Nodes;

/// <summary><c>with</c>: the value becomes the dot.</summary>
internal sealed record WithNode(int Position, PipeNode Pipe, ListNode Body, ListNode? Otherwise) : Node(Position);
