using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Mirror.Oci.Store;

namespace Mirror.Sandbox.Registry;

/// <summary>The uploads under way. They end with the process; what they had received goes with them.</summary>
internal sealed class UploadSessions(BlobFolder blobs, int limit, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, UploadSession> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _beginning = new();

    /// <summary>Uploads under way.</summary>
    public int Count => _sessions.Count;

    /// <summary>Begins an upload, claimed for the caller; false when there are too many. Abandoned ones make room.</summary>
    public bool TryBegin(string repository, HashAlgorithmName algorithm, [NotNullWhen(true)] out UploadSession? session)
    {
        session = null;
        lock (_beginning)
        {
            RemoveAbandoned();
            if (_sessions.Count >= limit)
            {
                return false;
            }

            session = new UploadSession(Guid.NewGuid().ToString("D"), repository, blobs.Receive(algorithm)) { LastUsed = Now };
            session.TryEnter();
            return _sessions.TryAdd(session.Id, session);
        }
    }

    /// <summary>
    /// Claims an upload of the repository, or says why not. A client whose connection broke comes back before its old request has ended, so this waits
    /// for a while.
    /// </summary>
    public async Task<(UploadSession? Session, RegistryError? Problem)> EnterAsync(string repository, string id, CancellationToken cancellationToken)
    {
        if (!_sessions.TryGetValue(id, out var session) || session.Repository != repository)
        {
            return (null, RegistryError.UploadUnknown);
        }

        if (!await session.TryEnterAsync(Patience, cancellationToken).ConfigureAwait(false))
        {
            return (null, RegistryError.UploadBusy);
        }

        if (_sessions.ContainsKey(id))
        {
            return (session, null);
        }

        // It ended between finding and claiming it.
        session.Leave();
        return (null, RegistryError.UploadUnknown);
    }

    /// <summary>Gives a claimed upload back, for later requests.</summary>
    public void Leave(UploadSession session)
    {
        session.LastUsed = Now;
        session.Leave();
    }

    /// <summary>Ends a claimed upload; what was not committed is gone.</summary>
    public void End(UploadSession session)
    {
        _sessions.TryRemove(session.Id, out _);
        session.Dispose();
        session.Leave();
    }

    public void Dispose()
    {
        foreach (var session in _sessions.Values)
        {
            session.Dispose();
        }
    }

    private long Now => time.GetUtcNow().UtcTicks;

    private void RemoveAbandoned()
    {
        var oldest = Now - timeout.Ticks;
        foreach (var session in _sessions.Values)
        {
            if (session.LastUsed < oldest && session.TryEnter())
            {
                End(session);
            }
        }
    }
}
