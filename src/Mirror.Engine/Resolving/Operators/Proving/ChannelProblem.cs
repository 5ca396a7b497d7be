namespace Mirror.Engine.Resolving.Operators.Proving;

/// <summary>What OLM would refuse a channel for. <see cref="Names"/> are the entries concerned, in an order that means something to the kind.</summary>
internal sealed record ChannelProblem(ChannelProblemKind Kind, IReadOnlyList<string> Names);
