namespace Mirror.Engine.Resolving.Releases.Graphs;

/// <summary>Why an update is not recommended to every cluster. Whether a cluster is concerned only the cluster can tell.</summary>
/// <param name="Name">Stable, for people to look up.</param>
/// <param name="Url">Where it is described; empty when the answer does not say.</param>
/// <param name="Message">A sentence or two.</param>
public sealed record UpdateRisk(string Name, string Url, string Message);
