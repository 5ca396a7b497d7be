using System.Globalization;
using System.Net;
using Mirror.Oci.Registry.Authentication;
using Mirror.Oci.Registry.Transport;

namespace Mirror.Oci.Registry;

/// <summary>
/// Sends a blob into an open upload piece by piece (distribution-spec, "Pushing a blob in chunks"). A piece that breaks off goes on from where
/// the registry says that it stopped.
/// </summary>
internal sealed class PieceUpload(
    RegistryTransport transport,
    RegistryClientOptions options,
    string repository,
    Descriptor blob,
    Func<CancellationToken, Task<Stream>> open,
    string purpose)
{
    /// <summary>The request that the last answer belongs to.</summary>
    public RegistryRequest? Last { get; private set; }

    /// <summary>Whether the commit was sent, so that the blob may be there whatever became of the answer.</summary>
    public bool MayHaveArrived { get; private set; }

    /// <summary>The answer to the commit, or the one that ended the upload before.</summary>
    public async Task<RegistryAnswer> RunAsync(Uri location, RegistryAnswer opened, CancellationToken cancellationToken)
    {
        var pieceSize = Math.Max(options.ChunkSize, MinimumOf(opened));
        await using var content = new PieceSource(open);
        var offset = 0L;
        var failures = 0;
        while (offset < blob.Size)
        {
            var answer = await SendPieceAsync(content, location, offset, Math.Min(pieceSize, blob.Size - offset), cancellationToken).ConfigureAwait(false);
            var isBroken = answer.IsTransient || answer.Status == HttpStatusCode.RequestedRangeNotSatisfiable;
            if (!isBroken && !answer.IsSuccess)
            {
                return answer;
            }

            if (isBroken)
            {
                if (++failures > options.RetryTimes)
                {
                    return answer;
                }

                await WaitAsync(failures - 1, answer, cancellationToken).ConfigureAwait(false);
                answer.Dispose();
                answer = await SendAsync(new RegistryRequest(HttpMethod.Get, location, TokenScope.Push(repository), purpose), cancellationToken).ConfigureAwait(false);
                if (!answer.IsSuccess)
                {
                    return answer;
                }
            }

            using (answer)
            {
                var reached = EndOf(answer) ?? (isBroken ? 0 : offset + Math.Min(pieceSize, blob.Size - offset));
                if (reached > blob.Size || (!isBroken && reached <= offset))
                {
                    throw transport.Errors.Failed(
                        MirrorErrors.RegistryProtocol, purpose, $"the registry says it has the first {reached} bytes after {offset} were sent and a piece more");
                }

                failures = reached > offset ? 0 : failures;
                offset = reached;
                location = answer.Header("Location") is null ? location : transport.LocationOf(answer, purpose);
            }
        }

        MayHaveArrived = true;
        return await SendAsync(
            new RegistryRequest(HttpMethod.Put, UploadLocation.WithDigest(location, blob.Digest), TokenScope.Push(repository), purpose)
            {
                Body = RequestBody.Empty,
            },
            cancellationToken).ConfigureAwait(false);
    }

    private Task<RegistryAnswer> SendPieceAsync(PieceSource content, Uri location, long offset, long length, CancellationToken cancellationToken) =>
        SendAsync(
            new RegistryRequest(HttpMethod.Patch, location, TokenScope.Push(repository), purpose)
            {
                Body = new RequestBody(length, "application/octet-stream", token => content.OpenAsync(offset, length, token))
                {
                    ContentRange = string.Create(CultureInfo.InvariantCulture, $"{offset}-{offset + length - 1}"),
                },
            },
            cancellationToken);

    private async Task WaitAsync(int attempt, RegistryAnswer answer, CancellationToken cancellationToken)
    {
        var delay = transport.DelayBefore(attempt, answer.RetryAfter < options.MaxRetryAfter ? answer.RetryAfter : null);
        transport.Statistics.CountRetry(delay);
        await Task.Delay(delay, options.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RegistryAnswer> SendAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        Last = request;
        return await transport.SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static long MinimumOf(RegistryAnswer opened) =>
        long.TryParse(opened.Header("OCI-Chunk-Min-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var minimum) ? minimum : 0;

    /// <summary>Bytes the registry has, from <c>Range: 0-last</c>. Nothing yet is written as <c>0-0</c> by some, like one byte; both go on from 0 safely.</summary>
    private static long? EndOf(RegistryAnswer answer)
    {
        var range = answer.Header("Range");
        var dash = range?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        return dash >= 0 && long.TryParse(range.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? (last == 0 ? 0 : last + 1)
            : null;
    }
}
