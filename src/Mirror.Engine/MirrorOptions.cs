using System.Net;
using Mirror.Engine.Emitting;
using Mirror.Engine.Listing;
using Mirror.Engine.Options;
using Mirror.Model.Planning;

namespace Mirror.Engine;

/// <summary>
/// What one run is asked to do, valid by construction: <see cref="MirrorOptionsReader"/> makes it from arguments, environment variables or
/// MSBuild properties. Every path is absolute.
/// </summary>
public sealed record MirrorOptions
{
    /// <summary>Where the caller stands; relative paths in arguments were meant from here, and messages name files relative to it.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>What the caller gave that says where things are and how they are reached, as the end of a command that a message suggests (<see cref="SuggestedCommand"/>).</summary>
    public string GivenPlaces { get; init; } = "";

    /// <summary>The ImageSetConfiguration; need not exist yet.</summary>
    public required string ConfigurationFile { get; init; }

    /// <summary>The content store, shared by mirrors and processes.</summary>
    public required string StoreFolder { get; init; }

    /// <summary>Below it: <c>cluster-resources</c>, <c>installer</c>, <c>plan</c>, <c>archives</c>, <c>report.json</c>.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Null when none is given; the targets that need one say so.</summary>
    public Destination? Destination { get; init; }

    /// <summary>What <c>--namespace</c> says; part of <see cref="Destination"/> where that is a registry.</summary>
    public string? Namespace { get; init; }

    /// <summary>The release that takes the place of a configuration; null to read one.</summary>
    public NamedRelease? Release { get; init; }

    /// <summary>Leave out the platform part of the configuration.</summary>
    public bool NoRelease { get; init; }

    /// <summary>Archives, or folders of archives, to publish from; empty to publish from sources and store.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>
    /// Whether the configuration was not named but guessed from the archives of <see cref="From"/>; it then need not exist, and without it all that they bring is meant.
    /// </summary>
    public bool IsConfigurationOptional { get; init; }

    /// <summary>False when there is no configuration and none is needed.</summary>
    public bool HasConfiguration => !IsConfigurationOptional || File.Exists(ConfigurationFile);

    /// <summary>Keep layers in the store while publishing (Fetch always does).</summary>
    public bool KeepLayers { get; init; }

    /// <summary>What may happen to the lock.</summary>
    public LockMode LockMode { get; init; }

    /// <summary>Whether <see cref="LockMode.Locked"/> was not asked for but is the default because <c>CI</c> is set; messages say so.</summary>
    public bool IsLockedByCi { get; init; }

    /// <summary>Sources, operators or images to move although the lock answers them; only with <see cref="LockMode.Update"/>.</summary>
    public IReadOnlyList<string> UpdateNames { get; init; } = [];

    /// <summary>Fail if a selected operator needs what is not selected, instead of warning.</summary>
    public bool StrictDependencies { get; init; }

    /// <summary>Versions of a lock file that LockRepair merges: ancestor, ours, theirs and perhaps the path that they are versions of; empty for none.</summary>
    public IReadOnlyList<string> MergeFiles { get; init; } = [];

    /// <summary>What the other side already has; null for nothing.</summary>
    public BaseReference? Base { get; init; }

    /// <summary>Rules of the policy, by kind or id, whose findings somebody has approved for this run.</summary>
    public IReadOnlyList<string> Approvals { get; init; } = [];

    /// <summary>Images by what somebody calls them: those that Explain explains, or that New puts into a configuration.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>What Outdated fails on; empty for nothing. Words of its own.</summary>
    public IReadOnlyList<string> FailOn { get; init; } = [];

    /// <summary>The private key, in PEM, that Publish signs its record with; null for none.</summary>
    public string? SigningKey { get; init; }

    /// <summary>The CI system that New writes a pipeline for; null for the default.</summary>
    public PipelineKind? Pipeline { get; init; }

    /// <summary>The folder that holds the build and its sources; null where nobody knows.</summary>
    public string? RootFolder { get; init; }

    /// <summary>Credentials for both sides; null for the default places (DESIGN 3).</summary>
    public string? AuthFile { get; init; }

    /// <summary>Credentials for sources, before <see cref="AuthFile"/>.</summary>
    public string? SourceAuthFile { get; init; }

    /// <summary>Credentials for the destination, before <see cref="AuthFile"/>.</summary>
    public string? DestinationAuthFile { get; init; }

    /// <summary>The <c>registries.conf</c> to use alone; null for the default places (DESIGN 3).</summary>
    public string? RegistriesConf { get; init; }

    /// <summary>False accepts any certificate of a source, and plain HTTP.</summary>
    public bool SourceTlsVerify { get; init; } = true;

    /// <summary>False accepts any certificate of the destination, and plain HTTP.</summary>
    public bool DestinationTlsVerify { get; init; } = true;

    /// <summary>Blobs in flight at most; null lets each host find its own degree.</summary>
    public int? Parallel { get; init; }

    /// <summary>Attempts after the first.</summary>
    public int RetryTimes { get; init; } = 5;

    /// <summary>Constant pause between attempts; null for exponential back-off with jitter.</summary>
    public TimeSpan? RetryDelay { get; init; }

    /// <summary>For one blob or manifest of an image, with all its retries; null for no limit.</summary>
    public TimeSpan? ImageTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Path components allowed at the destination, namespace included; 0 for any number (SPEC 8.3).</summary>
    public int MaxNestedPaths { get; init; }

    /// <summary>The part of the content that this run brings, when several share it; null for all, tags and catalogs included.</summary>
    public Shard? Shard { get; init; }

    /// <summary>How cluster resources name catalogs.</summary>
    public CatalogReference CatalogReference { get; init; }

    /// <summary>Bytes of one archive segment at most; null for what the configuration says.</summary>
    public long? ArchiveSize { get; init; }

    /// <summary>Fail on a blob that is larger than a segment instead of giving it one of its own.</summary>
    public bool StrictArchive { get; init; }

    /// <summary>Leave image signatures behind.</summary>
    public bool RemoveSignatures { get; init; }

    /// <summary>Apply the signature policy of the system to what is read.</summary>
    public bool SecurePolicy { get; init; }

    /// <summary>Certificates that clusters must trust to use the mirror; null for none.</summary>
    public string? CaBundle { get; init; }

    /// <summary>Hash content again instead of trusting that it is there (Verify).</summary>
    public bool Deep { get; init; }

    /// <summary>Cluster resources to write besides the usual ones.</summary>
    public IReadOnlyList<ResourceKind> Resources { get; init; } = [];

    /// <summary>Migrate replaces the configuration itself.</summary>
    public bool Overwrite { get; init; }

    /// <summary>What List shows.</summary>
    public ListQuestion List { get; init; } = new();

    /// <summary>The folder whose folders are the repository's mirrors; null for those beside the configuration alone.</summary>
    public string? MirrorsFolder { get; init; }

    /// <summary>Locks besides the mirror's own that say what is still needed (Delete, Prune, Gc).</summary>
    public IReadOnlyList<BaseReference> Live { get; init; } = [];

    /// <summary>The reviewed plan that Delete executes.</summary>
    public string? PlanFile { get; init; }

    /// <summary>Delete and Prune remove what they deleted from the store as well.</summary>
    public bool ForceCacheDelete { get; init; }

    /// <summary>Where Serve and Sandbox listen; loopback unless told otherwise.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port of Serve and Sandbox; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>How much the run tells.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Info;

    /// <summary>Only warnings, errors and the summary.</summary>
    public bool Quiet { get; init; }

    /// <summary>The mirror's name: that of the configuration's folder.</summary>
    public string Name => Path.GetFileName(ConfigurationFolder);

    /// <summary>The folder that holds the configuration, its lock and what else belongs to the mirror.</summary>
    public string ConfigurationFolder => Path.GetDirectoryName(ConfigurationFile)!;

    /// <summary>What installers read; no Kubernetes resources, so not among those.</summary>
    public string InstallerFolder => Path.Combine(OutputFolder, "installer");

    /// <summary>
    /// Whether the lock is the one that the archives of <see cref="From"/> bring, because the configuration has none of its own. It is then kept among the outputs, so that
    /// the next archive brings the next one.
    /// </summary>
    public bool UsesArchiveLock => From.Count > 0 && !File.Exists(Path.Combine(ConfigurationFolder, LockFileName));

    /// <summary>The lock: beside its configuration, unless archives bring it.</summary>
    public string LockFile => Path.Combine(LockFolder, LockFileName);

    /// <summary>Signatures and referrers, beside the lock.</summary>
    public string ReferrersLockFile => Path.Combine(LockFolder, "mirror.lock.referrers.json");

    private const string LockFileName = "mirror.lock.json";

    private string LockFolder => UsesArchiveLock ? Path.Combine(OutputFolder, "plan", "archive") : ConfigurationFolder;

    /// <summary>What may become of the lock, beside it; need not exist.</summary>
    public string PolicyFile => Path.Combine(ConfigurationFolder, Model.Policies.PolicyFile.FileName);

    /// <summary>
    /// <paramref name="path"/> as messages and diagnostics name it: relative and with '/' when it lies below <see cref="WorkingDirectory"/>,
    /// so that the text is the same on every machine.
    /// </summary>
    public string DisplayPath(string path)
    {
        var relative = Path.GetRelativePath(WorkingDirectory, path);
        var isBelow = !Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
        return isBelow ? relative.Replace(Path.DirectorySeparatorChar, '/') : path;
    }
}
