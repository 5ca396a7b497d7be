using Mirror.Engine.Resolving.Releases.Graphs;

namespace Mirror.Engine.Resolving.Releases.Selection;

/// <summary>A release to mirror, the channel whose graph named it, and why.</summary>
public sealed record SelectedRelease(ReleaseNode Release, string Channel, ReleaseReason Reason);
