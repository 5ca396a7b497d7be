using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Configuration;
using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Releases.Selection;

/// <summary>The sentences of release selection.</summary>
internal static class SelectionMessages
{
    public static Diagnostic ChannelEmpty(ReleaseChannel channel, string architecture) => MirrorErrors.ChannelEmpty.Diagnostic(
        $"The update service knows no releases of channel '{channel.Name}' for architecture '{architecture}'. Check the spelling of both.",
        channel.SpanOf("name"));

    public static Diagnostic VersionUnknown(ReleaseChannel channel, string architecture, string field, SemanticVersion version, UpdateGraph graph) =>
        MirrorErrors.VersionUnknown.Diagnostic(
            $"Version '{version}' is not in channel '{channel.Name}' for architecture '{architecture}'; {Nearest(graph, version)}.",
            channel.SpanOf(field));

    public static Diagnostic RangeEmpty(ReleaseChannel channel, string architecture, ReleaseRange range, UpdateGraph graph) =>
        MirrorErrors.RangeEmpty.Diagnostic(
            $"No release of channel '{channel.Name}' for architecture '{architecture}' is from '{range.Min}' to '{range.Max}'; {Nearest(graph, range.Min)}.",
            channel.SpanOf(channel.MinVersion is null ? "maxVersion" : "minVersion"));

    public static Diagnostic NoPath(SourceSpan span, string channel, string architecture, SemanticVersion from, SemanticVersion to) =>
        MirrorErrors.NoUpgradePath.Diagnostic(
            $"There is no upgrade path from '{from}' to '{to}' in channel '{channel}' for architecture '{architecture}'; only these two are mirrored.",
            span);

    public static Diagnostic NotInNextChannel(SourceSpan span, string channel, string architecture, SemanticVersion from, SemanticVersion to) =>
        MirrorErrors.NoUpgradePath.Diagnostic(
            $"The upgrade path cannot go on from '{from}', which is not in channel '{channel}' for architecture '{architecture}'; "
            + $"of the rest of the way only '{to}' is mirrored.",
            span);

    /// <summary>One warning a step, because each is a decision of its own.</summary>
    public static IEnumerable<Diagnostic> Risks(SourceSpan span, string architecture, IEnumerable<UpgradeStep> path) =>
        from step in path
        where step.Risks.Count > 0
        let risks = string.Join("; ", step.Risks.Select(Describe))
        select MirrorErrors.ConditionalUpdate.Diagnostic(
            $"The upgrade path for architecture '{architecture}' goes from '{step.From}' to '{step.To}', which is not recommended to clusters with a known risk: {risks}.",
            span);

    private static string Describe(UpdateRisk risk) => risk.Url.Length == 0 ? $"'{risk.Name}'" : $"'{risk.Name}' ({risk.Url})";

    private static string Nearest(UpdateGraph graph, SemanticVersion version)
    {
        var below = graph.Nodes.LastOrDefault(node => node.Version < version)?.Version;
        var above = graph.Nodes.FirstOrDefault(node => node.Version > version)?.Version;
        return (below, above) switch
        {
            (null, null) => "it has no other",
            (null, _) => $"the lowest there is '{above}'",
            (_, null) => $"the highest there is '{below}'",
            _ => $"the nearest are '{below}' and '{above}'",
        };
    }
}
