using Mirror.Model.Configuration;

namespace Mirror.Model.Locking;

/// <summary>One step of the upgrade path that releases were selected for; <paramref name="Risks"/> is empty when it is recommended to every cluster.</summary>
public sealed record LockedUpgrade(string From, string To, ValueList<LockedRisk> Risks);
