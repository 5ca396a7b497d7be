using System.Security.Cryptography;

namespace Mirror.Oci.Content;

/// <summary>
/// Reads content of known size and digest once, forwards, and throws from the read that would deliver the last byte of wrong content; so a
/// consumer that has the whole content has verified bytes. Disposes the stream it reads.
/// </summary>
/// <param name="name">How messages call the place of origin.</param>
public sealed class VerifyingStream(Stream inner, Descriptor expected, string name) : ReadOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(expected.Digest.HashAlgorithm);
    private long _position;
    private bool _verified;

    /// <inheritdoc/>
    public override Digest Proves => expected.Digest;

    /// <inheritdoc/>
    public override long Length => expected.Size;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = buffer.IsEmpty ? 0 : await inner.ReadAsync(Allowed(buffer), cancellationToken).ConfigureAwait(false);
        return Accept(buffer.Span[..read], buffer.IsEmpty);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        // One byte more than is due, so that content which does not end is noticed without reading it.
        var read = buffer.IsEmpty ? 0 : inner.Read(buffer[..Due(buffer.Length)]);
        return Accept(buffer[..read], buffer.IsEmpty);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private Memory<byte> Allowed(Memory<byte> buffer) => buffer[..Due(buffer.Length)];

    private int Due(int length) => (int)Math.Min(length, Math.Max(1, expected.Size - _position));

    private int Accept(ReadOnlySpan<byte> chunk, bool nothingAsked)
    {
        if (nothingAsked)
        {
            return 0;
        }

        _position += chunk.Length;
        if (_position > expected.Size)
        {
            throw MirrorErrors.SizeMismatch.Exception(
                $"'{expected.Digest}' from {name} has more than the {expected.Size} bytes that its descriptor names.");
        }

        if (chunk.IsEmpty && _position < expected.Size)
        {
            throw MirrorErrors.SizeMismatch.Exception(
                $"'{expected.Digest}' from {name} ends after {_position} of {expected.Size} bytes.");
        }

        _hash.AppendData(chunk);
        if (_position == expected.Size && !_verified)
        {
            Verify();
        }

        return chunk.Length;
    }

    private void Verify()
    {
        var actual = Digest.FromHash(expected.Digest.HashAlgorithm, _hash.GetHashAndReset());
        if (actual != expected.Digest)
        {
            throw MirrorErrors.DigestMismatch.Exception(
                $"The content from {name} is not '{expected.Digest}' but '{actual}': it was damaged on the way or at its source.");
        }

        _verified = true;
    }
}
