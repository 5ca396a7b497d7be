namespace Mirror.Engine.Resolving.Operators;

/// <summary>A bundle's place in a channel: what it replaces and skips. <see cref="Replaces"/> is empty when it replaces nothing.</summary>
public sealed record ChannelEntry(string Name, string Replaces, IReadOnlyList<string> Skips);
