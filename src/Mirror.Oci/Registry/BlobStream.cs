using System.Net;
using System.Security.Cryptography;
using Mirror.Oci.Content;
using Mirror.Oci.Registry.Transport;

namespace Mirror.Oci.Registry;

/// <summary>
/// A blob on its way: exactly as long as its descriptor says, hashed while it is read, resumed by <c>Range</c> where the connection breaks
/// or stalls. The read that would complete wrong content throws instead. Whatever the server sends beyond the length is never read.
/// </summary>
internal sealed class BlobStream : ReadOnlyStream
{
    // So much progress proves that the connection works; the count of failures begins anew.
    private const long ProgressThatForgives = 1024 * 1024;

    private readonly RegistryTransport _transport;
    private readonly RegistryClientOptions _options;
    private readonly RegistryRequest _request;
    private readonly Descriptor _blob;
    private readonly IncrementalHash _hash;
    private RegistryAnswer? _answer;
    private Stream? _body;
    private StallWatch? _watch;
    private CancellationToken _watchedToken;
    private long _position;
    private long _failedAt;
    private int _failures;

    public BlobStream(RegistryTransport transport, RegistryClientOptions options, RegistryRequest request, Descriptor blob, RegistryAnswer answer)
    {
        _transport = transport;
        _options = options;
        _request = request;
        _blob = blob;
        _hash = IncrementalHash.CreateHash(blob.Digest.HashAlgorithm);
        _answer = answer;
    }

    public override Digest Proves => _blob.Digest;

    public override long Length => _blob.Size;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || (_position == _blob.Size && _blob.Size > 0))
        {
            return 0;
        }

        var wanted = buffer[..(int)Math.Min(buffer.Length, _blob.Size - _position)];
        while (true)
        {
            var (count, fault) = wanted.IsEmpty ? (0, null) : await ReadOnceAsync(wanted, cancellationToken).ConfigureAwait(false);
            if (fault is null)
            {
                _hash.AppendData(wanted.Span[..count]);
                _position += count;
                VerifyAtEnd();
                return count;
            }

            await ResumeAsync(fault, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Refused: what comes from a socket is read asynchronously.</summary>
    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Detach();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<(int Count, RegistryAnswer? Fault)> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var watch = WatchFor(cancellationToken);
        try
        {
            watch.Expect(_options.StallTimeout);
            _body ??= await _answer!.OpenBodyAsync(watch.Token).ConfigureAwait(false);
            var count = await _body.ReadAsync(buffer, watch.Token).ConfigureAwait(false);
            watch.Rest();
            _transport.Statistics.CountBytesIn(count);
            return count > 0 ? (count, null) : (0, RegistryAnswer.Failed(
                FaultKind.Connection, $"the content ended after {_position} of {_blob.Size} bytes"));
        }
        catch (Exception e) when (Wire.IsOfTheWire(e, watch, cancellationToken))
        {
            return (0, _transport.Explain(e, _request.Purpose, watch));
        }
    }

    // Readers pass the same token again and again, so that one watch serves a whole body.
    private StallWatch WatchFor(CancellationToken cancellationToken)
    {
        if (_watch is not null && _watchedToken == cancellationToken)
        {
            return _watch;
        }

        _watch?.Dispose();
        _watchedToken = cancellationToken;
        return _watch = new StallWatch(_options.TimeProvider, cancellationToken);
    }

    private void VerifyAtEnd()
    {
        if (_position < _blob.Size)
        {
            return;
        }

        Detach();
        var actual = Digest.FromHash(_blob.Digest.HashAlgorithm, _hash.GetHashAndReset());
        if (actual != _blob.Digest)
        {
            throw _transport.Errors.Failed(
                MirrorErrors.RegistryDigestMismatch, _request.Purpose, $"its content has the digest '{actual}', expected '{_blob.Digest}'");
        }
    }

    private async Task ResumeAsync(RegistryAnswer fault, CancellationToken cancellationToken)
    {
        while (true)
        {
            _failures = _position - _failedAt >= ProgressThatForgives ? 1 : _failures + 1;
            _failedAt = _position;
            Detach();
            if (_failures > _options.RetryTimes)
            {
                throw _transport.Unexpected(_request, fault);
            }

            var delay = _transport.DelayBefore(_failures - 1, null);
            _transport.Statistics.CountRetry(delay);
            await Task.Delay(delay, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            if (await TryReopenAsync(cancellationToken).ConfigureAwait(false) is not { } next)
            {
                return;
            }

            fault = next;
        }
    }

    /// <summary>Null when the stream goes on where it stopped.</summary>
    private async Task<RegistryAnswer?> TryReopenAsync(CancellationToken cancellationToken)
    {
        var answer = await _transport.SendAsync(_request with { RangeStart = _position }, cancellationToken).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.PartialContent && StartsAt(answer.Header("Content-Range"), _position))
        {
            _answer = answer;
            return null;
        }

        if (answer.Status == HttpStatusCode.OK)
        {
            _answer = answer;
            return await SkipAsync(_position, cancellationToken).ConfigureAwait(false);
        }

        using (answer)
        {
            throw answer.Status == HttpStatusCode.PartialContent
                ? _transport.Errors.Failed(
                    MirrorErrors.RegistryProtocol, _request.Purpose, $"the answer is not the part from byte {_position} that was asked for")
                : _transport.Unexpected(_request, answer);
        }
    }

    // The server sends from the start again; the hash covers what was handed out, so a different beginning cannot slip through unseen at the end.
    private async Task<RegistryAnswer?> SkipAsync(long count, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (count > 0)
        {
            var (read, fault) = await ReadOnceAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellationToken).ConfigureAwait(false);
            if (fault is not null)
            {
                return fault;
            }

            count -= read;
        }

        return null;
    }

    /// <summary>Whether <paramref name="contentRange"/> is <c>bytes start-...</c> with this start.</summary>
    private static bool StartsAt(string? contentRange, long start) =>
        System.Net.Http.Headers.ContentRangeHeaderValue.TryParse(contentRange, out var range) && range.Unit == "bytes" && range.From == start;

    private void Detach()
    {
        _body?.Dispose();
        _body = null;
        _answer?.Dispose();
        _answer = null;
        _watch?.Dispose();
        _watch = null;
    }
}
