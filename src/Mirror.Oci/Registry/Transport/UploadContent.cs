using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace Mirror.Oci.Registry.Transport;

/// <summary>
/// Pumps a stream into a request through one pooled buffer. Remembers a failure of the stream apart from those of the connection, so that
/// the source is blamed for it.
/// </summary>
internal sealed class UploadContent : HttpContent
{
    /// <summary>Bodies from this size ask first whether the server wants them; smaller ones fit into buffers, so asking costs more than it saves.</summary>
    public const long ExpectContinueFrom = 4 * 1024 * 1024;

    private const int BufferSize = 128 * 1024;

    private readonly Stream _source;
    private readonly long _length;
    private readonly StallWatch _watch;
    private readonly RegistryClientOptions _options;
    private readonly Action<int> _onBytesOut;

    public UploadContent(Stream source, RequestBody body, StallWatch watch, RegistryClientOptions options, Action<int> onBytesOut)
    {
        _source = source;
        _length = body.Length;
        _watch = watch;
        _options = options;
        _onBytesOut = onBytesOut;
        Headers.ContentType = MediaTypeHeaderValue.Parse(body.MediaType);
        Headers.ContentLength = body.Length;
        if (body.ContentRange is { } range)
        {
            Headers.TryAddWithoutValidation("Content-Range", range);
        }
    }

    /// <summary>Why the stream could not be read to its end.</summary>
    public Exception? SourceFailure { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(_length, 1, BufferSize));
        try
        {
            for (var left = _length; left > 0;)
            {
                var count = await ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken).ConfigureAwait(false);
                _watch.Expect(_options.StallTimeout);
                await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                _onBytesOut(count);
                left -= count;
            }

            _watch.Expect(_options.StallTimeout);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            _watch.Expect(_options.CommitTimeout);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    // The source watches over itself; a slow one is not the destination's fault.
    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _watch.Rest();
        try
        {
            var count = await _source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return count > 0 ? count : throw MirrorErrors.RegistrySizeMismatch.Exception(
                $"Content ended before the {_length} bytes that it should have.");
        }
        catch (Exception e)
        {
            SourceFailure = e;
            throw;
        }
    }
}
