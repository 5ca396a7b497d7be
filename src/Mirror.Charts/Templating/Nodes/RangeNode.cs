namespace Mirror.Charts.Templating.Nodes;

/// <summary><c>range</c> over a list, a map or a number.</summary>
internal sealed record RangeNode(int Position, PipeNode Pipe, ListNode Body, ListNode? Otherwise) : Node(Position);
