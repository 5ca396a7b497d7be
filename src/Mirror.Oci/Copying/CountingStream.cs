using Mirror.Oci.Content;

namespace Mirror.Oci.Copying;

/// <summary>Tells the progress how many bytes were read, and when no more will be. Disposes the stream it reads.</summary>
internal sealed class CountingStream(Stream inner, CopyProgress progress) : ReadOnlyStream
{
    private long _moved;

    public override Digest Proves => (inner as ReadOnlyStream)?.Proves ?? default;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count(read);
        return read;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Count(read);
        return read;
    }

    public override async ValueTask DisposeAsync()
    {
        End();
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            End();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(int bytes)
    {
        _moved += bytes;
        progress.Moved(bytes);
    }

    private void End()
    {
        progress.Ended(_moved);
        _moved = 0;
    }
}
