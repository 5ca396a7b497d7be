using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Model.Versions;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Resolving.Releases.Selection;

/// <summary>Small graphs and channels for tests; the fields of a channel stand in lines of their own, name first.</summary>
internal static class TestGraph
{
    public static ReleaseNode Node(SemanticVersion version) =>
        new(version, ImageReference.Docker("quay.io", "r/release", digest: TestDigest.Of(version.ToString())));

    /// <summary>Versions in one word list, edges as <c>FROM>TO</c>, conditional ones as <c>FROM~TO</c>.</summary>
    public static UpdateGraph Make(string versions, string edges = "") => new(
        Split(versions).Select(version => Node(SemanticVersion.Parse(version))),
        Split(edges).Where(edge => edge.Contains('>', StringComparison.Ordinal)).Select(edge => Ends(edge, '>')),
        Split(edges).Where(edge => edge.Contains('~', StringComparison.Ordinal)).Select(edge => Ends(edge, '~')).Select(ends =>
            (ends.From, ends.To, (IReadOnlyList<UpdateRisk>)[new UpdateRisk($"Risk{ends.To.Patch}", "", "Bad.")])));

    public static ReleaseChannel Channel(string name, string? min = null, string? max = null, bool shortestPath = false) => new()
    {
        Name = name,
        MinVersion = min is null ? null : SemanticVersion.Parse(min),
        MaxVersion = max is null ? null : SemanticVersion.Parse(max),
        ShortestPath = shortestPath,
        FieldSpans = new Dictionary<string, SourceSpan>
        {
            ["name"] = SourceSpan.At("c.yaml", 3, 5),
            ["minVersion"] = SourceSpan.At("c.yaml", 4, 5),
            ["maxVersion"] = SourceSpan.At("c.yaml", 5, 5),
            ["shortestPath"] = SourceSpan.At("c.yaml", 6, 5),
        },
    };

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static (SemanticVersion From, SemanticVersion To) Ends(string edge, char separator)
    {
        var parts = edge.Split(separator);
        return (SemanticVersion.Parse(parts[0]), SemanticVersion.Parse(parts[1]));
    }
}
