using System.Buffers;
using System.Security.Cryptography;
using System.Threading.Channels;
using Mirror.Oci.Layers;

namespace Mirror.Oci.Archives;

/// <summary>
/// Writes the bytes of one segment to any stream and hashes them. Content is read and verified in one task, hashed as part of the segment and written in another,
/// so that two processors share the work; memory is that of a few buffers. Files are read and written at once: on Linux what is asynchronous with them occupies another
/// thread of the pool, and each of the two tasks would wait for the way there and back.
/// </summary>
/// <param name="open">Opens the verified content of a blob.</param>
/// <param name="passed">Told of each blob that has been read to its end.</param>
internal sealed class SegmentWriter(ArchiveLayout layout, Func<ArchivedBlob, Stream> open, Action<ArchivedBlob> passed)
{
    private const int BufferSize = 512 * 1024;
    private const int BuffersInFlight = 4;

    private static readonly byte[] Zeros = new byte[SegmentLayout.EndSize];

    /// <summary>The SHA-256 of what was written.</summary>
    public async Task<Digest> WriteAsync(Stream destination, int segment, CancellationToken cancellationToken)
    {
        var pieces = Channel.CreateBounded<(byte[] Buffer, int Count)>(new BoundedChannelOptions(BuffersInFlight) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var drain = DrainAsync(pieces.Reader, destination, stop);
        try
        {
            await FillAsync(pieces.Writer, segment, stop.Token).ConfigureAwait(false);
            pieces.Writer.Complete();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Writing has failed; what it failed with comes from there.
            pieces.Writer.Complete();
        }
        catch (Exception e)
        {
            pieces.Writer.Complete(e);
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)drain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await drain.ConfigureAwait(false);
    }

    private static async Task<Digest> DrainAsync(ChannelReader<(byte[] Buffer, int Count)> pieces, Stream destination, CancellationTokenSource stop)
    {
        await Task.Yield();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await foreach (var (buffer, count) in pieces.ReadAllAsync(stop.Token).ConfigureAwait(false))
            {
                hash.AppendData(buffer, 0, count);
                destination.Write(buffer, 0, count);
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }

        return Digest.FromHash(HashAlgorithmName.SHA256, hash.GetHashAndReset());
    }

    private async Task FillAsync(ChannelWriter<(byte[] Buffer, int Count)> pieces, int segment, CancellationToken cancellationToken)
    {
        var output = new PieceBuffer(pieces);
        foreach (var entry in SegmentLayout.Head(layout.Contents, ArchiveContentsFormat.Write(layout.Contents, segment)))
        {
            await output.AppendAsync(SegmentLayout.Header(entry), cancellationToken).ConfigureAwait(false);
            await output.AppendAsync(entry.Content ?? HeadContent(entry.Path), cancellationToken).ConfigureAwait(false);
            await output.AppendAsync(PaddingOf(entry.Size), cancellationToken).ConfigureAwait(false);
        }

        foreach (var blob in layout.Contents.Segments[segment - 1])
        {
            await output.AppendAsync(SegmentLayout.Header(SegmentLayout.Blob(blob)), cancellationToken).ConfigureAwait(false);
            var content = open(blob);
            await using (content.ConfigureAwait(false))
            {
                await output.CopyAsync(content, blob.Size, cancellationToken).ConfigureAwait(false);
            }

            await output.AppendAsync(PaddingOf(blob.Size), cancellationToken).ConfigureAwait(false);
            passed(blob);
        }

        await output.AppendAsync(Zeros, cancellationToken).ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> HeadContent(string path) => path switch
    {
        ArchiveContents.LockFileName => layout.Plan.Lock,
        ArchiveContents.ReferrersFileName => layout.Plan.Referrers,
        _ => layout.Plan.Index,
    };

    private static ReadOnlyMemory<byte> PaddingOf(long size) => Zeros.AsMemory(0, (int)(TarHeader.PaddedSize(size) - size));

    /// <summary>Collects what is written into buffers of one size and hands them on when they are full.</summary>
    private sealed class PieceBuffer(ChannelWriter<(byte[] Buffer, int Count)> pieces)
    {
        private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        private int _count;

        public async ValueTask AppendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            while (!content.IsEmpty)
            {
                var room = await RoomAsync(cancellationToken).ConfigureAwait(false);
                var part = content[..Math.Min(content.Length, room.Length)];
                part.CopyTo(room);
                _count += part.Length;
                content = content[part.Length..];
            }
        }

        public async ValueTask CopyAsync(Stream content, long size, CancellationToken cancellationToken)
        {
            for (var left = size; left > 0;)
            {
                var room = await RoomAsync(cancellationToken).ConfigureAwait(false);
                var read = content.Read(room.Span[..(int)Math.Min(left, room.Length)]);
                if (read == 0)
                {
                    throw new EndOfStreamException($"Content ended {left} bytes early.");
                }

                _count += read;
                left -= read;
            }
        }

        public async ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            if (_count > 0)
            {
                await pieces.WriteAsync((_buffer, _count), cancellationToken).ConfigureAwait(false);
                _buffer = [];
                _count = 0;
            }
        }

        private async ValueTask<Memory<byte>> RoomAsync(CancellationToken cancellationToken)
        {
            if (_count == _buffer.Length)
            {
                await FlushAsync(cancellationToken).ConfigureAwait(false);
                _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
            }

            return _buffer.AsMemory(_count);
        }
    }
}
