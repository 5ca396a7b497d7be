namespace Mirror.Charts.Templating.Nodes;

/// <summary><c>if</c>; an <c>else if</c> is an <c>if</c> in the other list.</summary>
internal sealed record IfNode(int Position, PipeNode Pipe, ListNode Body, ListNode? Otherwise) : Node(Position);
