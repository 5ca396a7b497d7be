using System.Net;
using Mirror.Oci.Content;
using Mirror.Oci.Registry.Authentication;
using Mirror.Oci.Registry.Transport;

namespace Mirror.Oci.Registry;

/// <summary>
/// Brings one blob into one repository. The request that opens the upload asks for a mount at the same time; then one PUT carries
/// everything, because that is the fewest round trips and what all registries do best. Pieces are for registries that refuse the PUT or break it off twice.
/// Used once: <see cref="TryMountAsync"/>, then <see cref="SendAsync(CancellationToken)"/> if that did not settle it.
/// </summary>
internal sealed class BlobUpload(
    RegistryTransport transport,
    RegistryClientOptions options,
    string repository,
    Descriptor blob,
    string? mountFrom,
    Func<CancellationToken, Task<Stream>> open) : IDisposable
{
    private const int MaxLostSessions = 3;
    private const int MaxBrokenWholes = 2;

    private readonly string _purpose = $"write the blob '{transport.Endpoint.Name}/{repository}@{blob.Digest}'";
    private RegistryRequest? _last;
    private RegistryAnswer? _opened;
    private bool _mayHaveArrived;
    private bool _inPieces;
    private int _brokenWholes;
    private int _lostSessions;
    private int _mismatches;

    /// <summary>
    /// Whether the registry links the blob from elsewhere. If it opens an upload instead, that is kept for the content; if it refuses, it is the mount that it
    /// dislikes, or the upload will tell what else it is.
    /// </summary>
    public async Task<bool> TryMountAsync(CancellationToken cancellationToken)
    {
        if (mountFrom is null)
        {
            return false;
        }

        var query = $"?mount={Uri.EscapeDataString(blob.Digest.ToString())}&from={Uri.EscapeDataString(mountFrom)}";
        var answer = await transport.RepeatAsync(
            token => PostAsync(query, TokenScope.Mount(repository, mountFrom), token), cancellationToken).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.Accepted)
        {
            _opened = answer;
            return false;
        }

        using (answer)
        {
            if (answer.IsTransient)
            {
                throw transport.Unexpected(_last!, answer);
            }

            if (answer.Status == HttpStatusCode.Created)
            {
                transport.Statistics.CountMount();
            }

            return answer.Status == HttpStatusCode.Created;
        }
    }

    /// <summary>Sends the content until the registry has it.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        using var answer = await transport.RepeatAsync(AttemptAsync, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            throw _mismatches > 0 && answer.Status == HttpStatusCode.BadRequest
                ? transport.Errors.Failed(
                    MirrorErrors.RegistryDigestMismatch, _purpose, $"the registry received other bytes than were sent ({ErrorBody.Summarise(answer.Body)}), twice")
                : transport.Unexpected(_last!, answer);
        }
    }

    public void Dispose() => _opened?.Dispose();

    /// <summary>From opening the upload to its commit; a transient answer is tried again with a new upload.</summary>
    private async ValueTask<RegistryAnswer> AttemptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_mayHaveArrived && await FindArrivedAsync(cancellationToken).ConfigureAwait(false) is { } arrived)
            {
                return arrived;
            }

            var opened = _opened ?? await PostAsync("", TokenScope.Push(repository), cancellationToken).ConfigureAwait(false);
            _opened = null;
            if (opened.Status != HttpStatusCode.Accepted)
            {
                return opened;
            }

            var answer = await SendContentAsync(opened, cancellationToken).ConfigureAwait(false);
            if (!ShouldStartOver(answer))
            {
                return answer;
            }

            answer.Dispose();
        }
    }

    /// <summary>The answer to a HEAD if the blob is there after an upload that broke.</summary>
    private async Task<RegistryAnswer?> FindArrivedAsync(CancellationToken cancellationToken)
    {
        var head = Request(HttpMethod.Head, new Uri($"/v2/{repository}/blobs/{blob.Digest}", UriKind.Relative), TokenScope.Push(repository));
        var answer = await SendAsync(head, cancellationToken).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.OK)
        {
            return answer;
        }

        _mayHaveArrived = false;
        answer.Dispose();
        return null;
    }

    private ValueTask<RegistryAnswer> PostAsync(string query, TokenScope scope, CancellationToken cancellationToken)
    {
        var target = new Uri($"/v2/{repository}/blobs/uploads/{query}", UriKind.Relative);
        return SendAsync(Request(HttpMethod.Post, target, scope) with { Body = RequestBody.Empty }, cancellationToken);
    }

    private async Task<RegistryAnswer> SendContentAsync(RegistryAnswer opened, CancellationToken cancellationToken)
    {
        using (opened)
        {
            var location = transport.LocationOf(opened, _purpose);
            if (_inPieces)
            {
                var pieces = new PieceUpload(transport, options, repository, blob, open, _purpose);
                var answer = await pieces.RunAsync(location, opened, cancellationToken).ConfigureAwait(false);
                _last = pieces.Last;
                _mayHaveArrived |= pieces.MayHaveArrived;
                return answer;
            }

            _mayHaveArrived = true;
            return await SendAsync(
                Request(HttpMethod.Put, UploadLocation.WithDigest(location, blob.Digest), TokenScope.Push(repository)) with
                {
                    Body = new RequestBody(blob.Size, "application/octet-stream", open),
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a new upload, at once, may do better than <paramref name="answer"/>. Transient answers wait first, elsewhere.</summary>
    private bool ShouldStartOver(RegistryAnswer answer)
    {
        if (answer.Fault != FaultKind.None)
        {
            _inPieces |= ++_brokenWholes >= MaxBrokenWholes;
            return false;
        }

        switch (answer.Status)
        {
            case HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.MethodNotAllowed or HttpStatusCode.UnsupportedMediaType
                or HttpStatusCode.LengthRequired or HttpStatusCode.NotImplemented when !_inPieces:
                _inPieces = true;
                return true;
            case HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.RequestedRangeNotSatisfiable:
                return ++_lostSessions <= MaxLostSessions;
            case HttpStatusCode.BadRequest when ErrorBody.Summarise(answer.Body).Contains("DIGEST_INVALID", StringComparison.Ordinal):
                return ++_mismatches < 2;
            default:
                return false;
        }
    }

    private RegistryRequest Request(HttpMethod method, Uri target, TokenScope scope) => new(method, target, scope, _purpose);

    private async ValueTask<RegistryAnswer> SendAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        _last = request;
        return await transport.SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
