using Mirror.Oci.Registry.Transport;

namespace Mirror.Engine.Resolving.Web;

/// <summary>How patient a <see cref="WebReader"/> is.</summary>
public sealed record WebReaderOptions
{
    /// <summary>Attempts after the first.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>Before the first retry; doubles from one to the next, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest that a server's <c>Retry-After</c> is obeyed.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What the run knows about hosts.</summary>
    public KnownHosts Hosts { get; init; } = new();

    /// <summary>For the head of the first answer of a host, which is asked once; nobody there is more likely than a slow one.</summary>
    public TimeSpan FirstAnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For one attempt, body included.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
