using Mirror.Engine.Describing;

namespace Mirror.Engine.Outdated;

/// <summary>What <c>--fail-on</c> understands.</summary>
internal static class DriftWords
{
    private static readonly Dictionary<string, Func<Drift, bool>> _meanings = new(StringComparer.Ordinal)
    {
        ["any"] = _ => true,
        ["vanished"] = drift => drift.Kind == DriftKind.Vanished,
        ["moved"] = drift => drift.Kind == DriftKind.Moved,
        ["newer"] = drift => drift.Kind == DriftKind.Newer,
        ["releases"] = drift => drift.Item is ItemKind.Release or ItemKind.ReleaseChannel or ItemKind.UpdateGraph,
        ["operators"] = drift => drift.Item is ItemKind.Catalog or ItemKind.Operator or ItemKind.OperatorChannel,
        ["charts"] = drift => drift.Item == ItemKind.Chart,
        ["images"] = drift => drift.Item == ItemKind.Image,
    };

    /// <summary>Every word.</summary>
    public static IReadOnlyList<string> All { get; } = [.. _meanings.Keys];

    /// <summary>Whether <paramref name="word"/> is about <paramref name="drift"/>.</summary>
    public static bool Means(string word, Drift drift) => _meanings[word](drift);
}
