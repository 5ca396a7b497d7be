using System.Collections.Concurrent;
using System.Net;

namespace Mirror.Oci.Registry.Transport;

/// <summary>
/// What a run has learned about hosts (with port) that matters to all who speak to them. As long as a host has never answered, that nobody is there is more
/// likely a wrong name than a short failure, so it is given up soon. Safe for concurrent use.
/// </summary>
public sealed class KnownHosts
{
    /// <summary>Attempts after the first at a host that has never answered.</summary>
    public const int RetriesOfStrangers = 2;

    private const int MaxRemembered = 10_000;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, bool> _answered = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _givenUp = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _withoutExpect = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the host has answered anything in this run.</summary>
    public bool HasAnswered(string host) => _answered.ContainsKey(host);

    /// <summary>Whether a status may be that of a proxy or gateway in place of the host that was asked, so that it does not show that the host is there.</summary>
    public static bool IsGateway(HttpStatusCode status) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>The host answered.</summary>
    public void NoteAnswer(string host)
    {
        if (!_answered.ContainsKey(host))
        {
            Remember(_answered, host);
        }
    }

    /// <summary>Whether a host that has never answered is worth another attempt. Once it was not, those that come later have one attempt each.</summary>
    /// <param name="attempt">The one that failed; the first is 0.</param>
    /// <param name="isTimeout">Whether the time for connecting was up, in which TCP asked several times already.</param>
    public bool IsWorthRetrying(string host, int attempt, bool isTimeout)
    {
        if (attempt < RetriesOfStrangers && !isTimeout && !_givenUp.ContainsKey(host))
        {
            return true;
        }

        Remember(_givenUp, host);
        return false;
    }

    /// <summary>How long to wait after attempt number <paramref name="attempt"/>: half a second, then one; never longer than <paramref name="longest"/>.</summary>
    public static TimeSpan DelayAfter(int attempt, TimeSpan? longest)
    {
        var delay = FirstDelay * Math.Pow(2, Math.Min(attempt, RetriesOfStrangers));
        return longest < delay ? longest.Value : delay;
    }

    /// <summary>Whether the host refused to be asked before a large body is sent.</summary>
    public bool TakesExpect(string host) => !_withoutExpect.ContainsKey(host);

    /// <summary>The host answered 417 to being asked.</summary>
    public void NoteRefusedExpect(string host) => Remember(_withoutExpect, host);

    // Redirects may lead to any number of hosts; to forget costs a request more.
    private static void Remember(ConcurrentDictionary<string, bool> hosts, string host)
    {
        if (hosts.Count >= MaxRemembered)
        {
            hosts.Clear();
        }

        hosts[host] = true;
    }
}
