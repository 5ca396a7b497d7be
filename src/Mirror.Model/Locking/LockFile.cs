namespace Mirror.Model.Locking;

/// <summary>
/// <c>mirror.lock.json</c>: what a configuration meant when it was resolved, down to the last digest (DESIGN 4). Holds nothing about a destination, and no
/// total, count or time, because two merge requests would conflict there.
/// </summary>
public sealed record LockFile
{
    /// <summary>Name of the file, beside its configuration.</summary>
    public const string FileName = "mirror.lock.json";

    /// <summary>Version of the format that this program writes; it reads no newer one.</summary>
    public const int CurrentLockVersion = 1;

    /// <summary>Changes only when the same configuration and upstream would be resolved to other content.</summary>
    public const int CurrentResolverVersion = 1;

    /// <summary>A lock that answers nothing.</summary>
    public static LockFile Empty { get; } = new();

    /// <summary>Rules that the content was selected by.</summary>
    public int ResolverVersion { get; init; } = CurrentResolverVersion;

    /// <summary>By source key, ordinally ordered.</summary>
    public IReadOnlyDictionary<string, LockedSource> Sources { get; init; } = new SortedDictionary<string, LockedSource>(StringComparer.Ordinal);

    /// <summary>What refers to the images of the sources; a file of its own, because it changes without them.</summary>
    public ReferrersLockFile Referrers { get; init; } = ReferrersLockFile.Empty;

    /// <summary>The lock of a configuration without its platform part.</summary>
    public LockFile WithoutReleases()
    {
        var rest = With(Sources.Values.Where(source => !IsOfPlatform(source))) with { ResolverVersion = ResolverVersion };
        return rest with { Referrers = Referrers.Only(ImagesOf(rest.Sources.Values), []) };
    }

    /// <summary>This lock, and what <paramref name="other"/> says of releases.</summary>
    public LockFile WithReleasesOf(LockFile other)
    {
        var releases = other.Sources.Values.Where(IsOfPlatform).ToList();
        var known = other.Referrers.Only(ImagesOf(releases), other.Referrers.ReleaseSignatures.Keys);
        return With(Sources.Values.Concat(releases)) with
        {
            ResolverVersion = ResolverVersion,
            Referrers = ReferrersLockFile.Of(Referrers.Images.Concat(known.Images.Where(image => !Referrers.Images.ContainsKey(image.Key))), known.ReleaseSignatures),
        };
    }

    private static bool IsOfPlatform(LockedSource source) => source.Key.StartsWith(LockedReleaseSource.KeyPrefix, StringComparison.Ordinal);

    private static IEnumerable<string> ImagesOf(IEnumerable<LockedSource> sources) =>
        sources.SelectMany(source => source.Images()).Select(image => image.Source.ToString()).Distinct(StringComparer.Ordinal);

    /// <summary>The same lock with other sources.</summary>
    public LockFile With(IEnumerable<LockedSource> sources) => this with
    {
        ResolverVersion = CurrentResolverVersion,
        Sources = new SortedDictionary<string, LockedSource>(sources.ToDictionary(source => source.Key), StringComparer.Ordinal),
    };
}
