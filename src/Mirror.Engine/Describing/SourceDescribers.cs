using Mirror.Model.Locking;

namespace Mirror.Engine.Describing;

/// <summary>Finds the words for a block of the lock.</summary>
internal static class SourceDescribers
{
    private static readonly ISourceDescriber[] All =
    [
        new ReleaseDescriber(), new GraphDescriber(), new OperatorDescriber(), new ChartDescriber(), new ImageDescriber(), new PlainDescriber(),
    ];

    /// <summary>The first describer that knows the kind; there always is one.</summary>
    public static ISourceDescriber For(LockedSource source) => Array.Find(All, describer => describer.Describes(source))!;

    /// <summary>All items of a lock; a version that two blocks bring counts once.</summary>
    public static IReadOnlyList<LockedItem> ItemsOf(LockFile lockFile) =>
    [
        .. lockFile.Sources.Values
            .SelectMany(source => For(source).Items(source))
            .OrderBy(item => item.IsPart)
            .DistinctBy(item => (item.Kind, item.Scope, item.Line, item.Version, item.Detail)),
    ];
}
