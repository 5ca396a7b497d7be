using System.Collections.Concurrent;
using Mirror.Engine.Options;
using Mirror.Engine.Planning;
using Mirror.Engine.Resolving.Web;
using Mirror.Model.Planning;
using Mirror.Oci.Archives;
using Mirror.Oci.Content;
using Mirror.Oci.Registry;
using Mirror.Oci.Registry.Authentication;
using Mirror.Oci.Registry.Configuration;
using Mirror.Oci.Registry.Transport;
using Mirror.Oci.Store;

namespace Mirror.Engine.Connecting;

/// <summary>
/// The places that one run reads from and writes to, made when they are first needed: a run that needs no source reads no credentials of one. Safe for concurrent use.
/// </summary>
internal sealed class Connections : IDisposable
{
    // More than one registry admits (RegistryClientOptions.MaxConcurrency), because a blob on its way waits now for the one, now for the other.
    private const int DefaultParallelism = 40;

    private readonly MirrorOptions _options;
    private readonly MirrorEnvironment _environment;

    // Both sides read the same files; what is wrong with them is told once.
    private readonly ConcurrentDictionary<Diagnostic, bool> _warnings = [];
    private readonly Lazy<RegistriesConfiguration> _registries;
    private readonly Lazy<RegistryClientPool> _sourceClients;
    private readonly Lazy<RegistryClientPool> _destinationClients;
    private readonly Lazy<RegistrySource> _registrySource;
    private readonly Lazy<IReferrerSource> _sources;
    private readonly Lazy<IImageDestination> _destination;
    private readonly Lazy<HttpClient> _web;
    private readonly KnownHosts _hosts = new();
    private bool _isDestinationReached;

    // Shared by all callers, so no single caller's cancellation may end it.
    private readonly Lazy<Task<ArchiveSet>> _archives;

    public Connections(MirrorOptions options, MirrorEnvironment environment)
    {
        _options = options;
        _environment = environment;
        Store = new ContentStore(options.StoreFolder);
        _registries = new(NewRegistries);
        _sourceClients = new(() => NewPool(RegistrySide.Source));
        _destinationClients = new(() => NewPool(RegistrySide.Destination));
        _archives = new(() => ArchiveSet.OpenAsync(options.From, CancellationToken.None));
        _registrySource = new(() => new RegistrySource(_sourceClients.Value, _registries.Value.Resolve, insecure: !options.SourceTlsVerify));
        _sources = new(NewSources);
        _destination = new(NewDestination);
        _web = new(() => WebTransport.Create(ProxySettings.FromEnvironment(environment.Host.Find), environment.Routes));
    }

    /// <summary>The content store.</summary>
    public ContentStore Store { get; }

    /// <summary>The archives that are read from, opened when they are first asked for.</summary>
    /// <exception cref="MirrorException">MIR401x: one of them cannot be used.</exception>
    public Task<ArchiveSet> ArchivesAsync(CancellationToken cancellationToken) => _archives.Value.WaitAsync(cancellationToken);

    /// <summary>Servers that are no registries.</summary>
    public WebReader Web => new(_web.Value, WebOptions, _environment.TimeProvider);

    private WebReaderOptions WebOptions => new()
    {
        Retries = _options.RetryTimes,
        RetryDelay = _options.RetryDelay ?? new WebReaderOptions().RetryDelay,
        Hosts = _hosts,
    };

    /// <summary>Everything outside; in frozen mode nothing.</summary>
    public IReferrerSource Sources => _sources.Value;

    /// <summary>Tags of the repositories of sources; for Resolve, which frozen mode does not run.</summary>
    public ITagSource SourceTags => _registrySource.Value;

    /// <summary>What names stand for at the sources; for Outdated, which frozen mode does not run.</summary>
    public IDigestSource SourceDigests => new RoutingDigests(_registrySource.Value, new LayoutSource(_options.ConfigurationFolder));

    /// <summary>Chart repositories; in frozen mode nothing.</summary>
    public IFileSource ChartFiles => _options.LockMode == LockMode.Frozen
        ? new FrozenFiles()
        : new WebFileSource(_sourceClients.Value, _registries.Value.ResolveWeb, "chart repository", insecure: !_options.SourceTlsVerify);

    /// <summary>Layouts on disk alone; for everything else the error says what the store lacks.</summary>
    public IImageSource OfflineSources => new RoutingSource(new OfflineSource(_options.DisplayPath(_options.StoreFolder)), new LayoutSource(_options.ConfigurationFolder));

    /// <summary>
    /// <see cref="Sources"/> and, for what they have lost, the destination where <paramref name="images"/> may already be; only the former when there is none.
    /// </summary>
    public IImageSource SourcesOf(IReadOnlyList<PlannedImage> images, DestinationNames names)
    {
        if (_options.Destination is null)
        {
            return Sources;
        }

        var repositories = images.ToLookup(image => image.Source.Name, image => names.Of(image.Target));
        return new DestinationFallback(
            Sources,
            DestinationContent,
            image => image.Digest is { } digest
                ? [.. repositories[image.Name].DistinctBy(target => target.Repository).Select(target => DestinationReference(target, digest))]
                : []);
    }

    /// <summary>Where images are written to.</summary>
    public IImageDestination Destination => _destination.Value;

    /// <summary>Makes sure that the destination is there and lets us in; asks once.</summary>
    public async Task ReachDestinationAsync(CancellationToken cancellationToken)
    {
        if (!_isDestinationReached)
        {
            await Destination.PingAsync(cancellationToken).ConfigureAwait(false);
            _isDestinationReached = true;
        }
    }

    /// <summary>Where images are removed from: the destination.</summary>
    public IImageRemover Remover => DestinationAddress switch
    {
        DestinationLayout layout => new LayoutRemover(layout.Folder),
        DestinationRegistry registry => new RegistryRemover(DestinationClient(registry), registry.Namespace),
        var other => throw new InvalidOperationException($"'{other}' is of an unknown kind."),
    };

    /// <summary>The destination as something to read from.</summary>
    public IImageSource DestinationContent => DestinationAddress switch
    {
        DestinationLayout layout => new ContentStore(layout.Folder),
        _ => new RegistrySource(
            _destinationClients.Value,
            image => new PullPlaces([new PullPlace(image, !_options.DestinationTlsVerify, IsMirror: false, "it is the destination")], []),
            insecure: !_options.DestinationTlsVerify),
    };

    /// <summary>The registry that keeps receipts, with the logins of the destination.</summary>
    public IImageDestination StorageAt(ImageReference image, bool insecure) => new RegistryDestination(
        _destinationClients.Value.For(RegistryEndpoint.For(image.Registry, RegistrySide.Destination, insecure || !_options.DestinationTlsVerify)),
        prefix: "",
        loginPath: image.Repository);

    /// <summary>The same to read from.</summary>
    public IImageSource StorageContent(bool insecure) => new RegistrySource(
        _destinationClients.Value,
        image => new PullPlaces([new PullPlace(image, insecure || !_options.DestinationTlsVerify, IsMirror: false, "'storageConfig' names it")], []),
        insecure: insecure || !_options.DestinationTlsVerify);

    /// <exception cref="MirrorException">MIR5005: none was named.</exception>
    public Destination DestinationAddress => _options.Destination
        ?? throw MirrorErrors.DestinationMissing.Exception(
            "There is no destination. Add '--destination docker://host[:port][/namespace]' or 'oci:FOLDER', or set MIRROR_DESTINATION.");

    /// <summary>Blobs in flight at most; each registry's own limit may be lower.</summary>
    public int Parallelism => _options.Parallel ?? DefaultParallelism;

    /// <summary>How an image at the destination is named there.</summary>
    public ImageReference DestinationReference(TargetName target, Digest digest) => DestinationAddress is DestinationRegistry registry
        ? ImageReference.Docker(registry.Registry, target.Repository, digest: digest)
        : ImageReference.Layout(target.Repository, digest: digest);

    /// <summary>What was asked of each registry so far.</summary>
    public IReadOnlyList<(RegistryEndpoint Endpoint, RegistryStatisticsSnapshot Counts)> Snapshot() =>
    [
        .. SnapshotOf(_sourceClients),

        // What is read back from the destination was asked of it too.
        .. SnapshotOf(_destinationClients)
            .GroupBy(traffic => traffic.Endpoint.Name)
            .Select(traffic => (traffic.First().Endpoint with { Side = RegistrySide.Destination }, traffic.Select(t => t.Counts).Aggregate((left, right) => left.Plus(right)))),
    ];

    private static IReadOnlyList<(RegistryEndpoint Endpoint, RegistryStatisticsSnapshot Counts)> SnapshotOf(Lazy<RegistryClientPool> pool) =>
        pool.IsValueCreated ? pool.Value.Snapshot() : [];

    public void Dispose()
    {
        if (_archives is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            _archives.Value.Result.Dispose();
        }

        foreach (var pool in new[] { _sourceClients, _destinationClients }.Where(pool => pool.IsValueCreated))
        {
            pool.Value.Dispose();
        }

        if (_web.IsValueCreated)
        {
            _web.Value.Dispose();
        }
    }

    private IReferrerSource NewSources()
    {
        if (_options.From.Count > 0)
        {
            return new ArchivedSource(ArchivesAsync);
        }

        var layouts = new LayoutSource(_options.ConfigurationFolder);
        if (_options.LockMode == LockMode.Frozen)
        {
            return new RoutingSource(new FrozenSource(), layouts);
        }

        return new RoutingSource(_registrySource.Value, layouts);
    }

    private IImageDestination NewDestination() => DestinationAddress switch
    {
        DestinationLayout layout => new LayoutDestination(layout.Folder, _options.Deep),
        DestinationRegistry registry => new RegistryDestination(DestinationClient(registry), prefix: "", loginPath: registry.Namespace),
        var other => throw new InvalidOperationException($"'{other}' is of an unknown kind."),
    };

    private RegistryClient DestinationClient(DestinationRegistry registry) => _destinationClients.Value.For(
        RegistryEndpoint.For(registry.Registry, RegistrySide.Destination, insecure: !_options.DestinationTlsVerify));

    private RegistriesConfiguration NewRegistries() => Warned(warnings =>
        RegistriesConfigurationLoader.Load(_options.RegistriesConf, _options.ConfigurationFolder, _environment.Host, warnings));

    /// <summary>Logins that are in no file.</summary>
    public TypedLogins TypedLogins { get; } = new();

    /// <summary>Mirrors of sources and what else <c>registries.conf</c> says.</summary>
    public RegistriesConfiguration Registries => _registries.Value;

    /// <summary>Clients of one side that remember nothing yet; the caller disposes them.</summary>
    public RegistryClientPool NewPool(RegistrySide side)
    {
        var sideAuthFile = side == RegistrySide.Source ? _options.SourceAuthFile : _options.DestinationAuthFile;
        var certificates = new HostCertificates(_environment.Host);
        var credentials = Warned(warnings =>
            HostCredentials.Load(sideAuthFile ?? _options.AuthFile, _registries.Value, _environment.Host, _environment.TimeProvider, warnings));
        return new RegistryClientPool(new RegistryClientOptions
        {
            RetryTimes = _options.RetryTimes,
            RetryDelay = _options.RetryDelay,
            MaxConcurrency = _options.Parallel ?? new RegistryClientOptions().MaxConcurrency,
            Credentials = TypedLogins.Before(credentials, side),
            Tls = certificates.Find,
            Proxy = ProxySettings.FromEnvironment(_environment.Host.Find),
            Routes = _environment.Routes,
            Hosts = _hosts,
            TimeProvider = _environment.TimeProvider,
        });
    }

    private T Warned<T>(Func<DiagnosticBag, T> load)
    {
        var warnings = new DiagnosticBag();
        var loaded = load(warnings);
        foreach (var warning in warnings.Where(warning => _warnings.TryAdd(warning, true)))
        {
            _environment.Warn(warning);
        }

        return loaded;
    }
}
