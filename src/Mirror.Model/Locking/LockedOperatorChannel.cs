using Mirror.Model.Configuration;

namespace Mirror.Model.Locking;

/// <summary>What is kept of a channel: the names of its bundles, the head first.</summary>
public sealed record LockedOperatorChannel(string Name, ValueList<string> Entries);
