using Microsoft.Win32.SafeHandles;
using Mirror.Oci.Content;

namespace Mirror.Oci.Archives;

/// <summary>A part of an open file as a stream with a position of its own, so that any number of parts can be read at a time. Leaves the file open.</summary>
internal sealed class FileSlice(SafeFileHandle file, long offset, long length) : ReadOnlyStream
{
    private long _position;

    public override bool CanSeek => true;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 && value <= length ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(file, buffer[..Due(buffer.Length)], offset + _position);
        _position += read;
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await RandomAccess.ReadAsync(file, buffer[..Due(buffer.Length)], offset + _position, cancellationToken).ConfigureAwait(false);
        _position += read;
        return read;
    }

    public override long Seek(long target, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => target,
        SeekOrigin.Current => _position + target,
        _ => length + target,
    };

    private int Due(int wanted) => (int)Math.Min(wanted, length - _position);
}
