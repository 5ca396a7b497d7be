using Mirror.Engine.Auditing;
using Mirror.Engine.Building;
using Mirror.Engine.Checking;
using Mirror.Engine.Collecting;
using Mirror.Engine.Connecting;
using Mirror.Engine.Creating;
using Mirror.Engine.Deleting;
using Mirror.Engine.Diffing;
using Mirror.Engine.Emitting;
using Mirror.Engine.Explaining;
using Mirror.Engine.Fetching;
using Mirror.Engine.Listing;
using Mirror.Engine.Locking;
using Mirror.Engine.Migrating;
using Mirror.Engine.Options;
using Mirror.Engine.Outdated;
using Mirror.Engine.Packing;
using Mirror.Engine.Planning;
using Mirror.Engine.Policies;
using Mirror.Engine.Publishing;
using Mirror.Engine.Resolving;
using Mirror.Engine.Resolving.Archived;
using Mirror.Engine.Resolving.Charts;
using Mirror.Engine.Resolving.Images;
using Mirror.Engine.Resolving.Operators;
using Mirror.Engine.Resolving.Operators.Loading;
using Mirror.Engine.Resolving.Operators.Rebuilding;
using Mirror.Engine.Resolving.Referrers;
using Mirror.Engine.Resolving.Releases;
using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Engine.Verifying;
using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Copying;
using Mirror.Oci.Registry;
using Mirror.Oci.Store;

namespace Mirror.Engine;

/// <summary>
/// The steps of a mirror, for both fronts. Each step reads what it needs from disk, so that steps may run in one process or in several; connections, logins and
/// counts are shared by the steps of one engine. One step runs at a time.
/// </summary>
public sealed class MirrorEngine : IDisposable
{
    private readonly MirrorOptions _options;
    private readonly MirrorEnvironment _environment;
    private readonly Connections _connections;
    private readonly LockStorage _lock;
    private StoreUse? _storeUse;

    /// <summary>Nothing is read or opened before the first step.</summary>
    /// <exception cref="MirrorException">MIR1021: an argument asks for what this version does not do.</exception>
    public MirrorEngine(MirrorOptions options, MirrorEnvironment environment)
    {
        UnservedOptions.Ensure(options);
        _options = options;
        _environment = environment;
        _connections = new Connections(options, environment);
        _lock = new LockStorage(options);
    }

    /// <summary>
    /// Whether the run goes on to Publish, so that a destination that is not there ends it before anything is asked of a source: catalogs and releases are large.
    /// </summary>
    public bool GoesOnToPublish { get; init; }

    /// <summary>How far the copying steps are; may be read at any time.</summary>
    public CopyProgress Progress { get; } = new();

    /// <summary>What was asked of each registry so far.</summary>
    public IReadOnlyList<(RegistryEndpoint Endpoint, RegistryStatisticsSnapshot Counts)> Traffic => _connections.Snapshot();

    /// <summary>Reads and validates configuration and lock.</summary>
    public async Task<StepResult> CheckAsync(CancellationToken cancellationToken)
    {
        var result = await new CheckOperation(_options, _lock, _environment.Warn).RunAsync(cancellationToken).ConfigureAwait(false);
        await Policies().CheckAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Makes sure that the registries of a release without a configuration let us in, before any work.</summary>
    public Task LogInAsync(bool toSource, bool toDestination, CancellationToken cancellationToken) =>
        new LoginOperation(_options, _connections, _environment.AskLogin).RunAsync(toSource, toDestination, cancellationToken);

    /// <summary>Asks the sources about what the lock does not answer.</summary>
    public Task<StepResult> ResolveAsync(CancellationToken cancellationToken) => _options.UsesArchiveLock
        ? new ArchiveLockOperation(_options, _lock, _connections, _environment.Warn).RunAsync(cancellationToken)
        : InStoreAsync(NewResolveOperation().RunAsync, cancellationToken);

    /// <summary>Puts the answer into the lock file.</summary>
    public async Task<StepResult> LockAsync(CancellationToken cancellationToken)
    {
        await Policies().EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await new LockOperation(_options, _lock).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Mends the lock file after a merge, offline.</summary>
    public Task<StepResult> LockRepairAsync(CancellationToken cancellationToken)
    {
        var graphs = new GraphRepair(_connections.OfflineSources, _connections.Store);
        var catalogs = new CatalogRepair(new CatalogBuilder(new CatalogImageLoader(_connections.OfflineSources, _connections.Store, Progress), new CatalogRebuilder(_connections.Store)));
        return new LockRepairOperation(_options, _lock, catalogs, graphs, folder => new GitRepository(folder, _environment.Host)).RunAsync(cancellationToken);
    }

    /// <summary>Writes a configuration of oc-mirror v1 as one of today.</summary>
    public Task<StepResult> MigrateAsync(CancellationToken cancellationToken) => new MigrateOperation(_options, _environment.Warn).RunAsync(cancellationToken);

    /// <summary>The dry run.</summary>
    public Task<StepResult> PlanAsync(CancellationToken cancellationToken) => InStoreAsync(new PlanOperation(_options, _lock, _connections, Built).RunAsync, cancellationToken);

    /// <summary>Fills the store.</summary>
    public async Task<StepResult> FetchAsync(CancellationToken cancellationToken)
    {
        await Packing.EnsureBaseAsync(cancellationToken).ConfigureAwait(false);
        return await InStoreAsync(new FetchOperation(_options, _lock, _connections, Built, Progress).RunAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes an archive of what the store has.</summary>
    public Task<StepResult> PackAsync(CancellationToken cancellationToken) => InStoreAsync(Packing.RunAsync, cancellationToken);

    /// <summary>Makes the destination hold the lock.</summary>
    public Task<StepResult> PublishAsync(CancellationToken cancellationToken) => Audit.RunAsync(
        token => InStoreAsync(new PublishOperation(_options, _lock, _connections, Built, Progress, _environment.TimeProvider, _environment.Warn).RunAsync, token), cancellationToken);

    /// <summary>Writes the cluster resources.</summary>
    public async Task<StepResult> EmitResourcesAsync(CancellationToken cancellationToken)
    {
        var result = await new EmitResourcesOperation(_options, _lock).RunAsync(cancellationToken).ConfigureAwait(false);
        await Audit.KeepResourcesAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Compares destination or store with the lock; reads archives to their last bit if they are named.</summary>
    public Task<StepResult> VerifyAsync(CancellationToken cancellationToken) => _options.From.Count > 0
        ? new ArchiveVerifyOperation(_options, Progress).RunAsync(cancellationToken)
        : InStoreAsync(new VerifyOperation(_options, _lock, _connections, Progress).RunAsync, cancellationToken);

    /// <summary>Compares the lock with an older one.</summary>
    public Task<StepResult> DiffAsync(CancellationToken cancellationToken) =>
        new DiffOperation(_options, _lock, Bases, Policies(), _environment.Say).RunAsync(cancellationToken);

    /// <summary>Tells why an image is in the mirror.</summary>
    public Task<StepResult> ExplainAsync(CancellationToken cancellationToken) =>
        new ExplainOperation(_options, _lock, _connections.Store, _environment.Say).RunAsync(cancellationToken);

    /// <summary>Shows what exists upstream.</summary>
    public Task<StepResult> ListAsync(CancellationToken cancellationToken) => InStoreAsync(
        new ListOperation(
            _options.List,
            new CatalogListing(_connections.Sources, _connections.Store, Catalogs),
            new ReleaseListing(() => _connections.SourceTags, () => new UpdateGraphClient(_connections.Web, UpdateService)),
            _environment.Say).RunAsync,
        cancellationToken);

    /// <summary>Writes what a deletion would delete.</summary>
    public Task<StepResult> DeletePlanAsync(CancellationToken cancellationToken) => new DeletePlanOperation(_options, Deletions).RunAsync(cancellationToken);

    /// <summary>Deletes what a reviewed plan names.</summary>
    public Task<StepResult> DeleteAsync(CancellationToken cancellationToken) => AloneInStoreAsync(Deletion.RunAsync, cancellationToken);

    /// <summary>Deletes what an older lock has and no live one needs.</summary>
    public Task<StepResult> PruneAsync(CancellationToken cancellationToken) => AloneInStoreAsync(new PruneOperation(Deletions, Deletion).RunAsync, cancellationToken);

    /// <summary>Removes what no lock needs from the store.</summary>
    public Task<StepResult> GcAsync(CancellationToken cancellationToken) => AloneInStoreAsync(new GcOperation(_options, Cleaning).RunAsync, cancellationToken);

    /// <summary>Tells what the sources have beyond the lock.</summary>
    public Task<StepResult> OutdatedAsync(CancellationToken cancellationToken) => InStoreAsync(
        new OutdatedOperation(_options, _lock, () => new ImageProbe(_connections.SourceDigests), Probes, _environment.Warn, _environment.Say).RunAsync, cancellationToken);

    /// <summary>Writes the files of a first mirror; what the arguments say unless there is a request.</summary>
    public Task<StepResult> NewAsync(NewRequest? request, CancellationToken cancellationToken) =>
        new NewOperation(_options, _environment.Say).RunAsync(request, cancellationToken);

    /// <summary>What the lock asks for, by the names at the destination, namespace included; empty without a lock.</summary>
    public async Task<IReadOnlyList<PlannedImage>> ImagesAsync(CancellationToken cancellationToken)
    {
        var names = Names;
        return await _lock.FindAsync(cancellationToken).ConfigureAwait(false) is { } lockFile
            ? [.. PlannedImages.Of(lockFile).Select(image => image with { Target = names.Of(image.Target) })]
            : [];
    }

    private BuiltContent Built => new(
        _options.From.Count > 0 ? [] : Builders, _connections.Store, _options.LockMode == LockMode.Frozen ? null : _connections.Sources);

    private IReadOnlyList<IImageBuilder> Builders =>
    [
        new CatalogBuilder(Catalogs, new CatalogRebuilder(_connections.Store)),
        new GraphImageBuilder(
            _options.LockMode == LockMode.Frozen ? null : NewGraphDataClient,
            _connections.Sources,
            _connections.Store,
            graph => _options.Destination is null
                ? null
                : (_connections.DestinationContent, _connections.DestinationReference(Names.Of(LockedGraphSource.Target), graph.GraphImage))),
        new ChartBuilder(_options, _connections),
    ];

    private LiveLocks Live => new(_options, _lock, _environment.Host);

    private PackOperation Packing => new(_options, _lock, Bases, _connections, Progress, _environment.Warn);

    private StoreCleaning Cleaning => new(_options, Live, _environment.Host, _connections.Store.Blobs);

    private DeletionPlanning Deletions => new(_options, _lock, Live, Bases, _connections, Progress, _environment.Warn);

    private DeleteOperation Deletion => new(_options, Live, Cleaning, _connections, Progress, _environment.Warn);

    private DestinationNames Names => new(_options.Destination, _options.MaxNestedPaths);

    private UpdateGraphEndpoints UpdateService => UpdateGraphEndpoints.Create(
        _environment.Host.Find(UpdateGraphEndpoints.OverrideVariable), _environment.Host.Find(UpdateGraphEndpoints.OkdOverrideVariable));

    private CatalogImageLoader Catalogs => new(_connections.Sources, _connections.Store, Progress);

    // One of each kind that a configuration can have.
    private IReadOnlyList<ISourceResolver> Resolvers() =>
    [
        new ImageResolver(_connections.Sources, _connections.Store),
        new OperatorResolver(_connections.Sources, _connections.Store, Catalogs, new CatalogRebuilder(_connections.Store), _options.StrictDependencies),
        new ReleaseResolver(
            new ReleaseGraphs(() => new UpdateGraphClient(_connections.Web, UpdateService)),
            new ReleaseVerification(() => _connections.Web, _environment.Host, _environment.TimeProvider),
            new ReleaseReader(_connections.Sources, _connections.Store)),
        new GraphDataResolver(NewGraphDataClient, _connections.Sources, _connections.Store),
        NewHelmResolver(),
    ];

    private ResolveOperation NewResolveOperation() => new(
        _options, _lock, Resolvers, () => new ReferrersResolver(_connections.Sources, _connections.Store), _environment.Warn)
    {
        BeforeAsking = token => GoesOnToPublish && _options.Destination is not null ? _connections.ReachDestinationAsync(token) : Task.CompletedTask,
    };

    private GraphDataClient NewGraphDataClient() => new(_connections.Web, UpdateService);

    private HelmResolver NewHelmResolver()
    {
        var (sources, store) = (_connections.Sources, _connections.Store);
        var archives = new ChartArchives(store, _connections.ChartFiles, sources, _options.ConfigurationFolder);
        var registries = new RegistryCharts(sources, _connections.SourceTags, store);
        return new HelmResolver(archives, new ChartRepositories(_connections.ChartFiles), registries, new ChartImages(sources, store), store, sources, _options.ConfigurationFolder);
    }

    private IReadOnlyList<IDriftProbe> Probes() =>
    [
        new ReleaseProbe(new ReleaseGraphs(() => new UpdateGraphClient(_connections.Web, UpdateService))),
        new GraphProbe(NewGraphDataClient),
        new CatalogProbe(_connections.SourceDigests, Catalogs),
        new ChartProbe(new ChartRepositories(_connections.ChartFiles), _connections.SourceTags),
    ];

    private PublishAudit Audit => new(_options, _environment, _lock);

    private LockBaseReader Bases => new(_options, _environment.Host);

    private PolicyGate Policies() => new(_options, _environment, _lock, Bases, _connections);

    /// <inheritdoc/>
    public void Dispose()
    {
        _connections.Dispose();
        _storeUse?.Dispose();
    }

    // Until the engine goes, so that what one step brings is there for the next.
    private async Task<T> InStoreAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        _storeUse ??= await StoreUse.ShareAsync(_options.StoreFolder, cancellationToken).ConfigureAwait(false);
        return await step(cancellationToken).ConfigureAwait(false);
    }

    // Nobody can have a store alone that they share themselves.
    private Task<T> AloneInStoreAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        _storeUse?.Dispose();
        _storeUse = null;
        return step(cancellationToken);
    }
}
