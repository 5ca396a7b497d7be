using Mirror.Model.Configuration;

namespace Mirror.Engine.Resolving.Charts;

/// <summary>
/// What failed of a repository whose charts are all taken, told once for all versions of a chart that fail alike. As with oc-mirror (SPEC 6.1), one chart that cannot be
/// taken ends the run before anything is copied: an image that is missed here would be found inside the gap. So the message has every one, and how to go on.
/// </summary>
internal static class RepositoryFailures
{
    /// <param name="failures">By name and version of the chart.</param>
    public static MirrorException Of(HelmRepository repository, IEnumerable<(string Name, string Version, MirrorException Failure)> failures)
    {
        var ordered = failures.OrderBy(failed => failed.Name, StringComparer.Ordinal).ThenBy(failed => failed.Version, VersionText).ToList();
        var diagnostics = ordered
            .SelectMany(failed => failed.Failure.Diagnostics.Select(diagnostic => (failed.Name, failed.Version, Diagnostic: diagnostic)))
            .GroupBy(told => (told.Name, told.Diagnostic.Code.Id, Message: told.Diagnostic.Message.Replace($"'{told.Name}:{told.Version}'", "", StringComparison.Ordinal)))
            .Select(alike => Tell(repository, [.. alike.Select(told => told.Version)], alike.First().Diagnostic))
            .ToList();
        return new MirrorException(diagnostics, ordered[0].Failure) { ExitCode = ordered[0].Failure.ExitCode };
    }

    private static IComparer<string> VersionText { get; } = Comparer<string>.Create((left, right) =>
        Describing.VersionOrder.Compare(Describing.ItemKind.Chart, left, right) ?? string.CompareOrdinal(left, right));

    private static Diagnostic Tell(HelmRepository repository, IReadOnlyList<string> versions, Diagnostic first)
    {
        var others = versions.Skip(1).Select(version => $"'{version}'").ToList();
        var also = others.Count == 0 ? "" : $" The same holds for {(others.Count == 1 ? "its version" : "its versions")} {string.Join(", ", others)}.";

        // An image has its own way out: 'blockedImages'.
        var cure = first.Code.Id.StartsWith("MIR7", StringComparison.Ordinal) || first.Code.Id.StartsWith("MIR246", StringComparison.Ordinal)
            ? " To go on without it, name it under 'exclude' of this repository; to take it with 'values', name it under 'charts' of a second entry with the same 'url' too."
            : "";
        return first.Code.Diagnostic($"{first.Message}{also}{cure}", first.Span ?? repository.Span);
    }
}
