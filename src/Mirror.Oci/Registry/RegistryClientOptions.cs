using System.Net;
using Mirror.Oci.Registry.Authentication;
using Mirror.Oci.Registry.Transport;

namespace Mirror.Oci.Registry;

/// <summary>How all registries of one side are spoken to.</summary>
public sealed record RegistryClientOptions
{
    /// <summary>Attempts after the first one, for requests and for resumed downloads.</summary>
    public int RetryTimes { get; init; } = 5;

    /// <summary>Null waits 1, 2, 4, 8, 16 ... seconds, up to a tenth more; else always this long.</summary>
    public TimeSpan? RetryDelay { get; init; }

    /// <summary>The longest <c>Retry-After</c> that is obeyed; a registry that asks for more fails at once.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>All waits of one operation together.</summary>
    public TimeSpan RetryBudget { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>From sending a request to the head of its answer; connecting included, the time its body takes excluded.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>As <see cref="AnswerTimeout"/> for a host that has never answered, which is asked once.</summary>
    public TimeSpan FirstAnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From the last byte of an upload to the answer: registries move and hash large blobs in this time.</summary>
    public TimeSpan CommitTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>To open a connection: several times what TCP needs to ask again for one that was lost.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A body that moves no byte for this long is given up; its transfer is resumed or sent again.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests in flight to one registry when nothing is known of it yet.</summary>
    public int InitialConcurrency { get; init; } = 8;

    /// <summary>The most requests in flight to one registry that success can grow to.</summary>
    public int MaxConcurrency { get; init; } = 32;

    /// <summary>Bytes of one PATCH where an upload must be cut into pieces; more if the registry asks for more.</summary>
    public long ChunkSize { get; init; } = 32 * 1024 * 1024;

    /// <summary>What requests call themselves.</summary>
    public string UserAgent { get; init; } = $"mirror/{typeof(RegistryClientOptions).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>Logins.</summary>
    public IRegistryCredentials Credentials { get; init; } = new NoCredentials();

    /// <summary>TLS settings by registry, as references name it.</summary>
    public Func<string, RegistryTls> Tls { get; init; } = _ => RegistryTls.Default;

    /// <summary>
    /// Registries that this process serves itself, by name as references write it: connections to them go to the address, plain and past every proxy.
    /// </summary>
    public IReadOnlyDictionary<string, IPEndPoint> Routes { get; init; } = new Dictionary<string, IPEndPoint>();

    /// <summary>Proxies; none unless given.</summary>
    public ProxySettings Proxy { get; init; } = ProxySettings.None;

    /// <summary>What the run knows about hosts; one for all clients of a run.</summary>
    public KnownHosts Hosts { get; init; } = new();

    /// <summary>The only clock: retries, time limits and token expiry follow it.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
