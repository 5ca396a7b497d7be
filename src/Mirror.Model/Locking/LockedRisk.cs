namespace Mirror.Model.Locking;

/// <summary>Why an upgrade is not recommended to every cluster: a name to look up, and where it is described (may be empty).</summary>
public sealed record LockedRisk(string Name, string Url);
