using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Releases.Selection;

/// <summary>One update of a path.</summary>
/// <param name="Risks">What may speak against it; empty for an update that is recommended to everyone.</param>
public sealed record UpgradeStep(SemanticVersion From, SemanticVersion To, IReadOnlyList<UpdateRisk> Risks);
