namespace Mirror.Sandbox.Samples.Operators;

/// <summary>A channel with its upgrade edges.</summary>
internal sealed record OperatorChannel(string Name, params IReadOnlyList<OperatorEntry> Entries);
