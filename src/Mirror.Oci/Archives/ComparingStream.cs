using System.Buffers;

namespace Mirror.Oci.Archives;

/// <summary>Takes bytes and compares them with those of a file, so that what would be written can be told from what is there without a second file.</summary>
internal sealed class ComparingStream(Stream file) : Stream
{
    /// <summary>Whether everything so far was the same.</summary>
    public bool IsSame { get; private set; } = true;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!IsSame)
        {
            return;
        }

        var present = ArrayPool<byte>.Shared.Rent(buffer.Length);
        try
        {
            var read = file.ReadAtLeast(present.AsSpan(0, buffer.Length), buffer.Length, throwOnEndOfStream: false);
            IsSame = buffer.SequenceEqual(present.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(present);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
