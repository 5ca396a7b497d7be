using Mirror.Oci.Content;

namespace Mirror.Engine.Resolving.Operators.Writing;

/// <summary>Reads the blobs of a file one after the other, a line each; holds one of them.</summary>
internal sealed class FbcStream(Catalog catalog, IReadOnlyList<FbcPart> parts) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _current;
    private int _next;
    private bool _newline;

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
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

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
