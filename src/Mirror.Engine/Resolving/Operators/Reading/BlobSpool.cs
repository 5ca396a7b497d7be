namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>
/// Keeps the JSON of blobs: the first ones in memory, the rest in one file that goes away with the process, so that a catalog that is kept
/// whole needs no more memory than a small one. Not safe for concurrent use.
/// </summary>
internal sealed class BlobSpool(string folder, CatalogLimits limits) : IDisposable
{
    private const int SegmentSize = 1024 * 1024;

    private readonly List<byte[]> _segments = [];
    private FileStream? _file;
    private long _length;
    private long _inMemory;

    /// <summary>Copies <paramref name="json"/>; null when <see cref="CatalogLimits.MaxKeptBytes"/> would be passed.</summary>
    public BlobHandle? Append(ReadOnlySpan<byte> json)
    {
        if (_length + json.Length > limits.MaxKeptBytes)
        {
            return null;
        }

        var handle = new BlobHandle(_length, json.Length);
        if (_file is null && _length + json.Length > limits.MaxMemoryBytes)
        {
            _inMemory = _length;
            Directory.CreateDirectory(folder);
            _file = new FileStream(
                Path.Combine(folder, $"catalog-{Guid.NewGuid():N}.tmp"),
                FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, SegmentSize / 8, FileOptions.DeleteOnClose);
        }

        if (_file is null)
        {
            AppendToMemory(json);
        }
        else
        {
            _file.Seek(0, SeekOrigin.End);
            _file.Write(json);
        }

        _length += json.Length;
        return handle;
    }

    /// <summary>The JSON behind <paramref name="handle"/>.</summary>
    public byte[] Read(BlobHandle handle)
    {
        var json = new byte[handle.Length];
        if (handle.Offset >= _inMemory && _file is not null)
        {
            _file.Seek(handle.Offset - _inMemory, SeekOrigin.Begin);
            _file.ReadExactly(json);
            return json;
        }

        var offset = handle.Offset;
        for (var done = 0; done < json.Length;)
        {
            var segment = _segments[(int)(offset / SegmentSize)].AsSpan((int)(offset % SegmentSize));
            var part = segment[..Math.Min(segment.Length, json.Length - done)];
            part.CopyTo(json.AsSpan(done));
            done += part.Length;
            offset += part.Length;
        }

        return json;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _segments.Clear();
    }

    private void AppendToMemory(ReadOnlySpan<byte> json)
    {
        var offset = _length;
        while (json.Length > 0)
        {
            var index = (int)(offset / SegmentSize);
            if (index == _segments.Count)
            {
                _segments.Add(new byte[SegmentSize]);
            }

            var free = _segments[index].AsSpan((int)(offset % SegmentSize));
            var part = json[..Math.Min(free.Length, json.Length)];
            part.CopyTo(free);
            json = json[part.Length..];
            offset += part.Length;
        }
    }
}
