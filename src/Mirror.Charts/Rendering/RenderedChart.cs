namespace Mirror.Charts.Rendering;

/// <summary>What a chart makes of its values.</summary>
/// <param name="Chart">Name of the chart.</param>
/// <param name="Files">Every template but partials and notes, with blank ones, sorted by path.</param>
/// <param name="Documents">Custom resource definitions first, then in Helm's order of installation, then hooks.</param>
public sealed record RenderedChart(string Chart, IReadOnlyList<RenderedFile> Files, IReadOnlyList<RenderedDocument> Documents);
