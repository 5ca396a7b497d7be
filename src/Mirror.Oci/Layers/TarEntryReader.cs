using System.Buffers;
using System.Globalization;
using System.Text;
using Mirror.Oci.Content;

namespace Mirror.Oci.Layers;

/// <summary>
/// Reads ustar, PAX and GNU tar forwards. Like the tools that unpack images it takes an archive that ends without its two zero blocks, and gives
/// links, folders and devices no content whatever their size field says. Content that nobody reads is skipped without reading where the stream can seek.
/// </summary>
/// <param name="malformed">What a damaged archive is reported as; null is <see cref="MirrorErrors.LayerInvalid"/>.</param>
internal sealed class TarEntryReader(Stream archive, string name, LayerLimits limits, ErrorCode? malformed = null)
{
    private const int BlockSize = 512;

    private readonly byte[] _block = new byte[BlockSize];
    private long _remaining;
    private int _padding;
    private int _entry;

    /// <summary>The next entry, or null at the end. What was not read of the one before is skipped.</summary>
    public async Task<TarEntry?> ReadNextAsync(CancellationToken cancellationToken)
    {
        await SkipAsync(_remaining + _padding, cancellationToken).ConfigureAwait(false);
        _entry++;
        var extended = default(TarExtendedHeader);
        var headerBytes = 0L;
        while (true)
        {
            _remaining = 0;
            _padding = 0;
            if (!await ReadBlockAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }

            if (!_block.AsSpan().ContainsAnyExcept((byte)0))
            {
                return null;
            }

            VerifyChecksum();
            var type = (char)_block[156];
            var size = ReadNumber(124, 12);
            if (type is 'x' or 'L' or 'K' or 'g')
            {
                headerBytes += size;
                if (headerBytes > limits.MaxHeaderBytes)
                {
                    throw MirrorErrors.LayerTooLarge.Exception(
                        $"The extended headers of one entry in {name} have more than {limits.MaxHeaderBytes} bytes.");
                }

                var bytes = new byte[size];
                await ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
                await SkipAsync(PaddingOf(size), cancellationToken).ConfigureAwait(false);
                extended = type switch
                {
                    'x' => Apply(extended, bytes),
                    'L' => extended with { Path = Text(bytes) },
                    'K' => extended with { LinkTarget = Text(bytes) },
                    // Global records are of the archive; no image tool gives paths or sizes in them.
                    _ => extended,
                };
                continue;
            }

            return await MakeEntryAsync(type, extended, size, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TarEntry> MakeEntryAsync(char type, TarExtendedHeader extended, long size, CancellationToken cancellationToken)
    {
        var path = extended.Path ?? PathOfBlock();
        var linkTarget = type is '1' or '2' ? extended.LinkTarget ?? Text(_block.AsSpan(157, 100)) : null;
        var mode = (int)(ReadNumber(100, 8) & 0xfff);
        if (path.EndsWith('/') && type is '0' or '\0')
        {
            // Archives from before ustar mark folders so.
            type = '5';
        }

        _remaining = type is >= '1' and <= '6' ? 0 : extended.Size ?? size;
        _padding = PaddingOf(_remaining);
        if (type == 'S')
        {
            await SkipSparseMapAsync(cancellationToken).ConfigureAwait(false);
        }

        return new TarEntry(path, extended.IsSparse ? 'S' : type, _remaining, mode, linkTarget, new ContentStream(this))
        {
            Offset = archive.CanSeek ? archive.Position : -1,
        };
    }

    private async Task SkipSparseMapAsync(CancellationToken cancellationToken)
    {
        var more = _block[482] != 0;
        while (more)
        {
            await ReadExactlyAsync(_block, cancellationToken).ConfigureAwait(false);
            more = _block[504] != 0;
        }
    }

    private string PathOfBlock()
    {
        var path = Text(_block.AsSpan(0, 100));
        // The GNU format has other things where ustar has the prefix.
        var isUstar = _block.AsSpan(257, 6).SequenceEqual("ustar\0"u8);
        var prefix = isUstar ? Text(_block.AsSpan(345, 155)) : "";
        return prefix.Length == 0 ? path : $"{prefix}/{path}";
    }

    private TarExtendedHeader Apply(TarExtendedHeader extended, ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            var space = records.IndexOf((byte)' ');
            if (space is < 1 or > 9
                || !int.TryParse(records[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= space + 2 || length > records.Length || records[length - 1] != '\n')
            {
                throw Invalid("a PAX record is malformed");
            }

            var record = records[(space + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals < 1)
            {
                throw Invalid("a PAX record has no name");
            }

            var key = record[..equals];
            var value = record[(equals + 1)..];
            extended = key switch
            {
                _ when key.SequenceEqual("path"u8) => extended with { Path = Encoding.UTF8.GetString(value) },
                _ when key.SequenceEqual("linkpath"u8) => extended with { LinkTarget = Encoding.UTF8.GetString(value) },
                _ when key.SequenceEqual("size"u8) => extended with { Size = ParseSize(value) },
                _ when key.StartsWith("GNU.sparse."u8) => extended with { IsSparse = true },
                _ => extended,
            };
            records = records[length..];
        }

        return extended;
    }

    private long ParseSize(ReadOnlySpan<byte> value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= limits.MaxUnpackedBytes
            ? size
            : throw Invalid("a size is not a number, or too large");

    private void VerifyChecksum()
    {
        var expected = ReadNumber(148, 8);
        var sum = 8 * ' ';
        for (var i = 0; i < BlockSize; i++)
        {
            sum += i is >= 148 and < 156 ? 0 : _block[i];
        }

        if (sum != expected)
        {
            throw Invalid("the checksum of a header is wrong, so this is not a tar archive or a damaged one");
        }
    }

    /// <summary>Octal digits between blanks, or GNU's binary form for what octal cannot hold.</summary>
    private long ReadNumber(int offset, int length)
    {
        var field = _block.AsSpan(offset, length);
        var value = 0L;
        if ((field[0] & 0x80) != 0)
        {
            value = field[0] & 0x7f;
            foreach (var b in field[1..])
            {
                if (value > limits.MaxUnpackedBytes)
                {
                    break;
                }

                value = (value << 8) | b;
            }
        }
        else
        {
            foreach (var b in field.Trim(" \0"u8))
            {
                if (b is < (byte)'0' or > (byte)'7')
                {
                    throw Invalid("a number in a header is not octal");
                }

                value = (value << 3) | (uint)(b - '0');
            }
        }

        return value >= 0 && value <= limits.MaxUnpackedBytes ? value : throw Invalid("a number in a header is too large");
    }

    private async Task<bool> ReadBlockAsync(CancellationToken cancellationToken)
    {
        var read = await archive.ReadAtLeastAsync(_block, BlockSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read == BlockSize || (read == 0 ? false : throw Truncated());
    }

    private async Task ReadExactlyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await archive.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read < buffer.Length)
        {
            throw Truncated();
        }
    }

    private async Task SkipAsync(long count, CancellationToken cancellationToken)
    {
        if (count == 0)
        {
            return;
        }

        if (archive.CanSeek)
        {
            if (count > archive.Length - archive.Position)
            {
                throw Truncated();
            }

            archive.Seek(count, SeekOrigin.Current);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(count, 64 * 1024));
        try
        {
            while (count > 0)
            {
                var part = buffer.AsMemory(0, (int)Math.Min(count, buffer.Length));
                await ReadExactlyAsync(part, cancellationToken).ConfigureAwait(false);
                count -= part.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int ReadContent(Span<byte> buffer, int entry)
    {
        var part = buffer[..ContentAllowed(buffer.Length, entry)];
        return part.IsEmpty ? 0 : Consume(archive.Read(part));
    }

    private async ValueTask<int> ReadContentAsync(Memory<byte> buffer, int entry, CancellationToken cancellationToken)
    {
        var part = buffer[..ContentAllowed(buffer.Length, entry)];
        return part.IsEmpty ? 0 : Consume(await archive.ReadAsync(part, cancellationToken).ConfigureAwait(false));
    }

    private int ContentAllowed(int wanted, int entry) => entry == _entry ? (int)Math.Min(wanted, _remaining) : 0;

    private int Consume(int read)
    {
        if (read == 0)
        {
            throw Truncated();
        }

        _remaining -= read;
        return read;
    }

    private static int PaddingOf(long size) => (int)(-size & (BlockSize - 1));

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private MirrorException Truncated() => Invalid("it ends in the middle of an entry");

    private MirrorException Invalid(string problem) => (malformed ?? MirrorErrors.LayerInvalid).Exception($"The archive of {name} cannot be read: {problem}.");

    /// <summary>The content of one entry; empty once the reader has moved on.</summary>
    private sealed class ContentStream(TarEntryReader reader) : ReadOnlyStream
    {
        private readonly int _entry = reader._entry;

        public override int Read(Span<byte> buffer) => reader.ReadContent(buffer, _entry);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            reader.ReadContentAsync(buffer, _entry, cancellationToken);
    }
}
