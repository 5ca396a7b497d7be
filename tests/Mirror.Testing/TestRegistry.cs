using System.Collections.Concurrent;
using Mirror.Sandbox.Registry;
using Mirror.Sandbox.Serving;

namespace Mirror.Testing;

/// <summary>An embedded registry over a temporary folder, with a client for it and the list of its requests. No process, so a test can have many.</summary>
public sealed class TestRegistry : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly ConcurrentQueue<LoggedRequest> _requests;

    private TestRegistry(TempFolder folder, ConcurrentQueue<LoggedRequest> requests, EmbeddedRegistry registry)
    {
        _folder = folder;
        _requests = requests;
        Registry = registry;
        Client = new HttpClient { BaseAddress = registry.BaseUri };
    }

    /// <summary>The server.</summary>
    public EmbeddedRegistry Registry { get; }

    /// <summary>A client whose base address is the server.</summary>
    public HttpClient Client { get; }

    /// <summary>Host and port, as in an image reference.</summary>
    public string Endpoint => Registry.Name;

    /// <summary>The address that paths like <c>/v2/</c> are relative to.</summary>
    public Uri BaseUri => Registry.BaseUri;

    /// <summary>The folder of its content.</summary>
    public TempFolder Folder => _folder;

    /// <summary>Every request answered so far, in the order of the answers.</summary>
    public IReadOnlyList<LoggedRequest> Requests => [.. _requests];

    /// <summary>Starts a registry; <paramref name="configure"/> may change everything but its folder and its log.</summary>
    public static async Task<TestRegistry> StartAsync(Func<EmbeddedRegistryOptions, EmbeddedRegistryOptions>? configure, CancellationToken cancellationToken)
    {
        var folder = new TempFolder();
        try
        {
            var requests = new ConcurrentQueue<LoggedRequest>();
            var options = new EmbeddedRegistryOptions { Folder = folder.Path };
            var registry = await EmbeddedRegistry.StartAsync(
                (configure?.Invoke(options) ?? options) with { Folder = folder.Path, AccessLog = requests.Enqueue }, cancellationToken);
            return new TestRegistry(folder, requests, registry);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Starts a registry as it comes.</summary>
    public static Task<TestRegistry> StartAsync(CancellationToken cancellationToken) => StartAsync(null, cancellationToken);

    /// <summary>Forgets the requests so far, for a test that counts those of one step.</summary>
    public void ForgetRequests() => _requests.Clear();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Registry.DisposeAsync();
        _folder.Dispose();
    }
}
