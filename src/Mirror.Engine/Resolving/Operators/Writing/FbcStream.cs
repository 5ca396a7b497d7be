namespace Mirror.Engine.Resolving.Operators.Writing;

/// <summary>Reads the blobs of a file one after the other, a line each; holds one of them.</summary>
internal sealed class FbcStream(Catalog catalog, IReadOnlyList<FbcPart> parts) : Stream
{
    private ReadOnlyMemory<byte> _current;
    private int _next;
    private bool _newline;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var read = 0;
        while (read < buffer.Length)
        {
            if (_current.IsEmpty && !MoveNext())
            {
                break;
            }

            var count = Math.Min(_current.Length, buffer.Length - read);
            _current.Span[..count].CopyTo(buffer[read..]);
            _current = _current[count..];
            read += count;
        }

        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool MoveNext()
    {
        if (_newline)
        {
            _newline = false;
            _current = "\n"u8.ToArray();
            return true;
        }

        if (_next == parts.Count)
        {
            return false;
        }

        var part = parts[_next++];
        _current = part.Edited ?? catalog.Read(part.Blob);
        _newline = true;
        return true;
    }
}
