namespace Mirror.Engine.Options;

/// <summary>The one table of arguments: command line, environment variables, MSBuild properties, help text and README are made of it.</summary>
public static class MirrorArguments
{
    /// <summary>The configuration.</summary>
    public static readonly MirrorArgument Config = new("config", ArgumentKind.Value, "PATH",
        "folder with an 'imageset.yaml', or an ImageSetConfiguration file; default 'mirror-configs/demo', with --from that of the archives' mirror");

    /// <summary>A release without a configuration.</summary>
    public static readonly MirrorArgument Release = new("release", ArgumentKind.OptionalValue, "[VERSION]",
        "mirror this release of OpenShift, without a configuration; default the version of the 'oc' on the PATH");

    /// <summary>No releases.</summary>
    public static readonly MirrorArgument NoRelease = new("no-release", ArgumentKind.Flag, "",
        "leave out the platform part of the configuration, and leave it in the lock as it is");

    /// <summary>Where to mirror to.</summary>
    public static readonly MirrorArgument Destination = new("destination", ArgumentKind.Value, "ADDRESS",
        "'docker://host[:port][/namespace]', or 'oci:FOLDER' for a layout on disk; default with --release 'docker://localhost:443'");

    /// <summary>Where below the registry.</summary>
    public static readonly MirrorArgument Namespace = new("namespace", ArgumentKind.Value, "PATH",
        "path at the destination that every repository is put below; default with --release 'openshift-VERSION'");

    /// <summary>Archives to publish from.</summary>
    public static readonly MirrorArgument From = new("from", ArgumentKind.List, "PATH",
        "archives, or folders with archives, to publish from or to verify; they take the place of all sources");

    /// <summary>The content store.</summary>
    public static readonly MirrorArgument Store = new("store", ArgumentKind.Value, "FOLDER",
        "content store; default 'artifacts/store'");

    /// <summary>Where outputs go.</summary>
    public static readonly MirrorArgument Output = new("output", ArgumentKind.Value, "FOLDER",
        "outputs; default 'artifacts/NAME' with the name of the configuration's folder");

    /// <summary>Keep layers while publishing.</summary>
    public static readonly MirrorArgument KeepLayers = new("keep-layers", ArgumentKind.Flag, "",
        "keep layers in the store while publishing");

    /// <summary>Locked mode.</summary>
    public static readonly MirrorArgument Locked = new("locked", ArgumentKind.Flag, "",
        "the lock must answer the configuration, else exit 3; default when CI is set");

    /// <summary>Frozen mode.</summary>
    public static readonly MirrorArgument Frozen = new("frozen", ArgumentKind.Flag, "",
        "as --locked, and no network but the destination");

    /// <summary>Refresh mode.</summary>
    public static readonly MirrorArgument Refresh = new("refresh", ArgumentKind.Flag, "",
        "ask the sources again for everything");

    /// <summary>Sources to move.</summary>
    public static readonly MirrorArgument Update = new("update", ArgumentKind.List, "NAME",
        "ask again for this source, operator or image alone");

    /// <summary>Dependencies as errors.</summary>
    public static readonly MirrorArgument StrictDependencies = new("strict-dependencies", ArgumentKind.Flag, "",
        "fail if an operator needs what is not selected, instead of warning");

    /// <summary>Versions to merge.</summary>
    public static readonly MirrorArgument Merge = new("merge", ArgumentKind.List, "FILE",
        "LockRepair: as git's merge driver, with %O, %A, %B and %P in this order");

    /// <summary>What the other side has.</summary>
    public static readonly MirrorArgument Base = new("base", ArgumentKind.Value, "LOCK",
        "what the other side already has, and what Diff compares with: a lock file, a receipt, or 'git:REVISION'");

    /// <summary>What the other side had on a day.</summary>
    public static readonly MirrorArgument Since = new("since", ArgumentKind.Value, "DAY",
        "as --base with the lock that was committed last before this day ('yyyy-MM-dd', UTC)");

    /// <summary>Approved rules.</summary>
    public static readonly MirrorArgument Approve = new("approve", ArgumentKind.List, "RULE",
        "accept for this run what a rule of the policy finds: 'removals', 'downgrades', 'growth', or the rule's id");

    /// <summary>What to explain.</summary>
    public static readonly MirrorArgument Image = new("image", ArgumentKind.List, "NAME",
        "Explain: reference, digest or name of an image, as the sources or the destination call it; New: reference of an image to mirror");

    /// <summary>What an advisory target fails on.</summary>
    public static readonly MirrorArgument FailOn = new("fail-on", ArgumentKind.List, "WHAT",
        "Outdated: end with exit code 7 if there is 'any', 'vanished', 'moved' or 'newer' content, or any of 'releases', 'operators', 'charts', 'images'");

    /// <summary>Sign the record.</summary>
    public static readonly MirrorArgument Sign = new("sign", ArgumentKind.Value, "FILE",
        "Publish: private key in PEM to sign the record of the run with");

    /// <summary>A CI system.</summary>
    public static readonly MirrorArgument Pipeline = new("pipeline", ArgumentKind.Value, "NAME",
        "New: CI system to write a pipeline for: 'gitlab', 'github', 'tekton' or 'none'; default gitlab");

    /// <summary>Credentials.</summary>
    public static readonly MirrorArgument AuthFile = new("authfile", ArgumentKind.Value, "FILE",
        "credentials for both sides; default REGISTRY_AUTH_FILE, then the files of podman and docker");

    /// <summary>Credentials for sources.</summary>
    public static readonly MirrorArgument SourceAuthFile = new("src-authfile", ArgumentKind.Value, "FILE",
        "credentials for sources; default --authfile");

    /// <summary>Credentials for the destination.</summary>
    public static readonly MirrorArgument DestinationAuthFile = new("dest-authfile", ArgumentKind.Value, "FILE",
        "credentials for the destination; default --authfile");

    /// <summary>The registries.conf.</summary>
    public static readonly MirrorArgument RegistriesConf = new("registries-conf", ArgumentKind.Value, "FILE",
        "mirrors of sources; default the one beside the configuration, CONTAINERS_REGISTRIES_CONF, the user's, the system's");

    /// <summary>TLS of sources.</summary>
    public static readonly MirrorArgument SourceTlsVerify = new("src-tls-verify", ArgumentKind.Flag, "",
        "default true; false accepts any certificate of a source, and plain HTTP");

    /// <summary>TLS of the destination.</summary>
    public static readonly MirrorArgument DestinationTlsVerify = new("dest-tls-verify", ArgumentKind.Flag, "",
        "default true; false accepts any certificate of the destination, and plain HTTP");

    /// <summary>Blobs in flight.</summary>
    public static readonly MirrorArgument Parallel = new("parallel", ArgumentKind.Value, "NUMBER",
        "blobs in flight at most, 1 to 256; default adaptive for each host");

    /// <summary>Retries.</summary>
    public static readonly MirrorArgument RetryTimes = new("retry-times", ArgumentKind.Value, "NUMBER",
        "attempts after the first, 0 to 100; default 5, and at most 2 for a host that has never answered");

    /// <summary>Pause between retries.</summary>
    public static readonly MirrorArgument RetryDelay = new("retry-delay", ArgumentKind.Value, "DURATION",
        "constant pause between attempts, such as '2s'; default 0: exponential");

    /// <summary>Time for one image.</summary>
    public static readonly MirrorArgument ImageTimeout = new("image-timeout", ArgumentKind.Value, "DURATION",
        "for one blob or manifest with its retries, such as '1h30m'; 0 for no limit; default 10m");

    /// <summary>Part of the content.</summary>
    public static readonly MirrorArgument Shard = new("shard", ArgumentKind.Value, "I/N",
        "Publish brings the I-th of N parts of the blobs, and no tag; a run without it finishes");

    /// <summary>Path depth.</summary>
    public static readonly MirrorArgument MaxNestedPaths = new("max-nested-paths", ArgumentKind.Value, "NUMBER",
        "path components allowed at the destination; the rest is joined with '-'; default 0: any number");

    /// <summary>Catalogs in cluster resources.</summary>
    public static readonly MirrorArgument CatalogReference = new("catalog-reference", ArgumentKind.Value, "KIND",
        "EmitResources: name catalogs by 'digest' (default) or by 'tag'");

    /// <summary>Segment size.</summary>
    public static readonly MirrorArgument ArchiveSize = new("archive-size", ArgumentKind.Value, "SIZE",
        "of an archive segment at most: GiB, or with unit 'MiB' or 'GiB'; default what the configuration says");

    /// <summary>No segment of its own for a large blob.</summary>
    public static readonly MirrorArgument StrictArchive = new("strict-archive", ArgumentKind.Flag, "",
        "fail on a blob that is larger than a segment");

    /// <summary>Leave signatures behind.</summary>
    public static readonly MirrorArgument RemoveSignatures = new("remove-signatures", ArgumentKind.Flag, "",
        "leave image signatures behind");

    /// <summary>Apply the signature policy.</summary>
    public static readonly MirrorArgument SecurePolicy = new("secure-policy", ArgumentKind.Flag, "",
        "apply the system's signature policy to what is read");

    /// <summary>Certificates of the mirror.</summary>
    public static readonly MirrorArgument CaBundle = new("ca-bundle", ArgumentKind.Value, "FILE",
        "EmitResources, Publish: certificates in PEM that clusters must trust to use the mirror; for the installer's input");

    /// <summary>Hash again.</summary>
    public static readonly MirrorArgument Deep = new("deep", ArgumentKind.Flag, "",
        "Verify, Fetch, Publish: read all content and hash it again; Fetch and Publish then bring what is missing or damaged");

    /// <summary>Further cluster resources.</summary>
    public static readonly MirrorArgument Resources = new("resources", ArgumentKind.List, "KIND",
        "EmitResources: write also these: 'icsp' for the ImageContentSourcePolicy of clusters before 4.13, and CatalogSources named as oc-mirror v1 did");

    /// <summary>Replace the configuration.</summary>
    public static readonly MirrorArgument Overwrite = new("overwrite", ArgumentKind.Flag, "",
        "Migrate: replace the configuration itself; default: write beside the outputs");

    /// <summary>A catalog to list.</summary>
    public static readonly MirrorArgument Catalog = new("catalog", ArgumentKind.Value, "REFERENCE",
        "List: the operators of this catalog; New: a catalog to mirror from");

    /// <summary>A package to list.</summary>
    public static readonly MirrorArgument Package = new("package", ArgumentKind.Value, "NAME",
        "List: the channels of this operator of the catalog; New: operators to mirror, with commas between");

    /// <summary>A channel to list.</summary>
    public static readonly MirrorArgument Channel = new("channel", ArgumentKind.Value, "NAME",
        "List: the versions in this channel of the operator, or of releases; New: channels of releases to mirror, with commas between");

    /// <summary>Catalogs to list.</summary>
    public static readonly MirrorArgument Catalogs = new("catalogs", ArgumentKind.Flag, "",
        "List: Red Hat's catalogs for a minor version");

    /// <summary>Releases to list.</summary>
    public static readonly MirrorArgument Releases = new("releases", ArgumentKind.Flag, "",
        "List: the minor versions of OpenShift, or the versions of one of them or of a channel");

    /// <summary>Release channels to list.</summary>
    public static readonly MirrorArgument Channels = new("channels", ArgumentKind.Flag, "",
        "List: the channels of releases of a minor version");

    /// <summary>A minor version.</summary>
    public static readonly MirrorArgument Minor = new("minor", ArgumentKind.Value, "X.Y",
        "List: a minor version of OpenShift, such as '4.20'");

    /// <summary>Architectures of releases.</summary>
    public static readonly MirrorArgument Architecture = new("arch", ArgumentKind.List, "NAME",
        "architecture of the release that --release names, default that of this machine; List: of releases, default 'amd64'");

    /// <summary>The plan of a deletion.</summary>
    public static readonly MirrorArgument Plan = new("plan", ArgumentKind.Value, "FILE",
        "Delete: the plan that DeletePlan wrote and somebody has reviewed");

    /// <summary>Locks in use.</summary>
    public static readonly MirrorArgument Live = new("live", ArgumentKind.List, "LOCK",
        "Delete, Prune, Gc: locks besides the mirror's own whose content must stay: files, folders, receipts, or 'git:REVISION'");

    /// <summary>Delete from the store too.</summary>
    public static readonly MirrorArgument ForceCacheDelete = new("force-cache-delete", ArgumentKind.Flag, "",
        "Delete, Prune: remove what was deleted from the content store as well, unless a lock needs it");

    /// <summary>Where to listen.</summary>
    public static readonly MirrorArgument Listen = new("listen", ArgumentKind.Value, "ADDRESS",
        "Serve, Sandbox: IP address to listen on; default 127.0.0.1");

    /// <summary>Port to listen on.</summary>
    public static readonly MirrorArgument Port = new("port", ArgumentKind.Value, "NUMBER",
        "Serve, Sandbox: port to listen on; default 0: any free one");

    /// <summary>How much to tell.</summary>
    public static readonly MirrorArgument LogLevel = new("log-level", ArgumentKind.Value, "LEVEL",
        "error, info, debug or trace; default info");

    /// <summary>Tell less.</summary>
    public static readonly MirrorArgument Quiet = new("quiet", ArgumentKind.Flag, "",
        "warnings, errors and the summary alone");

    /// <summary>Every argument, in the order of help texts.</summary>
    public static IReadOnlyList<MirrorArgument> All { get; } =
    [
        Config,
        Release,
        NoRelease,
        Destination,
        Namespace,
        From,
        Store,
        Output,
        KeepLayers,
        Locked,
        Frozen,
        Refresh,
        Update,
        StrictDependencies,
        Merge,
        Base,
        Since,
        Approve,
        Image,
        FailOn,
        Sign,
        Pipeline,
        AuthFile,
        SourceAuthFile,
        DestinationAuthFile,
        RegistriesConf,
        SourceTlsVerify,
        DestinationTlsVerify,
        Parallel,
        RetryTimes,
        RetryDelay,
        ImageTimeout,
        Shard,
        MaxNestedPaths,
        CatalogReference,
        ArchiveSize,
        StrictArchive,
        RemoveSignatures,
        SecurePolicy,
        CaBundle,
        Deep,
        Resources,
        Overwrite,
        Catalog,
        Package,
        Channel,
        Catalogs,
        Releases,
        Channels,
        Minor,
        Architecture,
        Plan,
        Live,
        ForceCacheDelete,
        Listen,
        Port,
        LogLevel,
        Quiet,
    ];
}
