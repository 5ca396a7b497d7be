using Mirror.Oci.Content;

namespace Mirror.Oci.Layers;

/// <summary>Counts what comes out of a decompressor, and says in Mirror's words when it breaks. Leaves the inner stream open.</summary>
internal sealed class UnpackedStream(Stream inner, string name, long limit) : ReadOnlyStream
{
    private long _count;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Count(inner.Read(buffer));
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    private int Count(int read)
    {
        _count += read;
        return _count <= limit
            ? read
            : throw MirrorErrors.LayerTooLarge.Exception($"There are more than {limit} bytes in {name} after decompression.");
    }

    private MirrorException Damaged(InvalidDataException e) =>
        MirrorErrors.LayerInvalid.Exception($"The compressed content of {name} is damaged after {_count} bytes: {e.Message}", e);
}
