using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Releases.Selection;

/// <summary>What a question about releases gives.</summary>
/// <param name="Releases">Lowest version first, each once.</param>
/// <param name="Path">The updates that join them, when a path was asked for and there is one.</param>
public sealed record ReleaseSelection(IReadOnlyList<SelectedRelease> Releases, IReadOnlyList<UpgradeStep> Path)
{
    /// <summary>Nothing selected.</summary>
    public static ReleaseSelection Empty { get; } = new([], []);

    /// <summary>Whether an update of <see cref="Path"/> has risks.</summary>
    public bool HasRisks => Path.Any(step => step.Risks.Count > 0);

    internal static ReleaseSelection Create(IEnumerable<SelectedRelease> releases, IEnumerable<UpgradeStep> path) => new(
        [
            .. releases
                .GroupBy(release => release.Release.Version)
                .Select(group => group.First())
                .OrderBy(release => release.Release.Version, SemanticVersion.TotalOrder),
        ],
        [.. path]);
}
