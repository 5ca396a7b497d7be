using Mirror.Oci.Content;

namespace Mirror.Oci.Registry;

/// <summary>One content read in consecutive pieces; a piece that is wanted again is read from a newly opened content.</summary>
internal sealed class PieceSource(Func<CancellationToken, Task<Stream>> open) : IAsyncDisposable
{
    private Stream? _content;
    private long _position;

    /// <summary>The bytes from <paramref name="offset"/> on, at most <paramref name="length"/>; disposing it leaves the content open.</summary>
    public async Task<Stream> OpenAsync(long offset, long length, CancellationToken cancellationToken)
    {
        if (_content is null || _position > offset)
        {
            await DisposeAsync().ConfigureAwait(false);
            _content = await open(cancellationToken).ConfigureAwait(false);
            _position = 0;
        }

        var skipped = new byte[16 * 1024];
        while (_position < offset)
        {
            var count = await ReadAsync(skipped.AsMemory(0, (int)Math.Min(skipped.Length, offset - _position)), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                throw MirrorErrors.RegistrySizeMismatch.Exception($"Content ended after {_position} bytes, before the {offset} that had been sent of it.");
            }
        }

        return new Piece(this, length);
    }

    public async ValueTask DisposeAsync()
    {
        if (_content is { } content)
        {
            _content = null;
            await content.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await _content!.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _position += count;
        return count;
    }

    private sealed class Piece(PieceSource source, long length) : ReadOnlyStream
    {
        private long _left = length;

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await source.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
            _left -= count;
            return count;
        }
    }
}
