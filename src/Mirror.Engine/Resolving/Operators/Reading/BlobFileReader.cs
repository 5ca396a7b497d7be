using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>Reads the blobs of one file of a catalog, YAML or JSON, told apart by the first character as opm does. Holds one blob at a time.</summary>
/// <param name="isWanted">Which blobs are returned.</param>
/// <param name="mayBeWanted">Spares the parsing of those whose bytes show that nobody wants them.</param>
internal sealed class BlobFileReader(CatalogLimits limits, Func<BlobHead, bool> isWanted, Func<ReadOnlyMemory<byte>, bool>? mayBeWanted = null)
{
    private const int ChunkSize = 64 * 1024;

    private readonly JsonSplitter _splitter = new(limits);
    private readonly JsonBuffer _document = new(limits.MaxBlobBytes);
    private readonly YamlToJson _yaml = new(limits);
    private int _firstLine = 1;

    /// <summary>The blobs that are wanted, in the order of the file.</summary>
    /// <exception cref="CatalogFormatException">A clause, with the line in the file.</exception>
    public async IAsyncEnumerable<RawBlob> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            var filled = await SkipBlanksAsync(content, chunk, cancellationToken).ConfigureAwait(false);
            var blobs = filled.Count > 0 && chunk[filled.Offset] == (byte)'{'
                ? ReadJsonAsync(content, chunk, filled, cancellationToken)
                : ReadYamlAsync(content, chunk, filled, cancellationToken);
            await foreach (var blob in blobs.ConfigureAwait(false))
            {
                yield return blob;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>A byte-order mark and blank lines before the first character.</summary>
    private async Task<(int Offset, int Count)> SkipBlanksAsync(Stream content, byte[] chunk, CancellationToken cancellationToken)
    {
        _firstLine = 1;
        var read = await content.ReadAtLeastAsync(chunk.AsMemory(0, ChunkSize), 3, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var offset = chunk.AsSpan(0, read).StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        while (true)
        {
            var blank = offset;
            while (blank < read && chunk[blank] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                blank++;
            }

            // The indentation of the first line belongs to YAML.
            var lineStart = chunk.AsSpan(offset, blank - offset).LastIndexOf((byte)'\n') + 1 + offset;
            _firstLine += chunk.AsSpan(offset, lineStart - offset).Count((byte)'\n');
            if (blank < read)
            {
                return chunk[blank] == (byte)'{' ? (blank, read - blank) : (lineStart, read - lineStart);
            }

            offset = 0;
            read = await content.ReadAsync(chunk.AsMemory(0, ChunkSize), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return (0, 0);
            }
        }
    }

    private async IAsyncEnumerable<RawBlob> ReadJsonAsync(
        Stream content, byte[] chunk, (int Offset, int Count) filled, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _splitter.Reset(_firstLine);
        while (filled.Count > 0)
        {
            while (TakeObject(chunk, ref filled))
            {
                if (TryHead(_splitter.Blob, _splitter.StartLine, out var head))
                {
                    yield return new RawBlob(head, _splitter.Blob, _splitter.StartLine);
                }
            }

            filled = (0, await content.ReadAsync(chunk.AsMemory(0, ChunkSize), cancellationToken).ConfigureAwait(false));
        }

        if (!_splitter.IsBetween)
        {
            throw new CatalogFormatException("it ends in the middle of an object", _splitter.StartLine, 1);
        }
    }

    private bool TakeObject(byte[] chunk, ref (int Offset, int Count) filled)
    {
        try
        {
            var input = new ReadOnlySpan<byte>(chunk, filled.Offset, filled.Count);
            var isWhole = _splitter.Take(ref input);
            filled = (filled.Offset + filled.Count - input.Length, input.Length);
            return isWhole;
        }
        catch (CatalogFormatException e)
        {
            throw new CatalogFormatException(e.Message, _splitter.StartLine, 1, e);
        }
    }

    private bool TryHead(ReadOnlyMemory<byte> json, int line, out BlobHead head)
    {
        head = default;
        if (mayBeWanted?.Invoke(json) == false)
        {
            return false;
        }

        try
        {
            head = BlobHead.Read(json.Span, limits.MaxDepth);
        }
        catch (CatalogFormatException e)
        {
            throw new CatalogFormatException(e.Message, line, 1, e);
        }

        return isWanted(head);
    }

    private async IAsyncEnumerable<RawBlob> ReadYamlAsync(
        Stream content, byte[] chunk, (int Offset, int Count) filled, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _document.Clear();
        var (startLine, line, lineStart) = (_firstLine, _firstLine, 0);
        while (true)
        {
            var ended = filled.Count == 0;
            while (filled.Count > 0 || ended)
            {
                var rest = chunk.AsMemory(filled.Offset, filled.Count);
                var newline = rest.Span.IndexOf((byte)'\n');
                AppendLine(newline < 0 ? rest : rest[..(newline + 1)], startLine);
                filled = newline < 0 ? (0, 0) : (filled.Offset + newline + 1, filled.Count - newline - 1);
                if (newline < 0 && !ended)
                {
                    break;
                }

                var isSeparator = newline >= 0 && YamlDocumentHead.IsSeparator(_document.Written.Span[lineStart..^1]);
                if (isSeparator || ended)
                {
                    foreach (var blob in ReadDocument(isSeparator ? lineStart : _document.Length, startLine))
                    {
                        yield return blob;
                    }

                    _document.Clear();
                    startLine = line + 1;
                }

                if (ended)
                {
                    yield break;
                }

                line++;
                lineStart = _document.Length;
            }

            filled = (0, await content.ReadAsync(chunk.AsMemory(0, ChunkSize), cancellationToken).ConfigureAwait(false));
        }
    }

    private void AppendLine(ReadOnlyMemory<byte> line, int startLine)
    {
        try
        {
            _document.Append(line.Span);
        }
        catch (CatalogFormatException e)
        {
            throw new CatalogFormatException($"a document is larger than {limits.MaxBlobBytes} bytes", startLine, 1, e);
        }
    }

    private IEnumerable<RawBlob> ReadDocument(int length, int startLine)
    {
        var document = _document.Written[..length];
        if (document.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            yield break;
        }

        if (mayBeWanted?.Invoke(document) == false || (YamlDocumentHead.TryRead(document.Span, out var quick) && !isWanted(quick)))
        {
            yield break;
        }

        using var reader = new StreamReader(new Mirror.Oci.Content.ReadOnlyMemoryStream(document), Encoding.UTF8, false, ChunkSize);
        using var blobs = _yaml.Convert(reader).GetEnumerator();
        while (MoveNext(blobs, startLine))
        {
            var line = startLine + blobs.Current.Line - 1;
            if (TryHead(blobs.Current.Json, line, out var head))
            {
                yield return new RawBlob(head, blobs.Current.Json, line);
            }
        }
    }

    private static bool MoveNext(IEnumerator<(ReadOnlyMemory<byte>, int)> blobs, int startLine)
    {
        try
        {
            return blobs.MoveNext();
        }
        catch (CatalogFormatException e)
        {
            throw new CatalogFormatException(e.Message, startLine + Math.Max(e.Line, 1) - 1, Math.Max(e.Column, 1), e);
        }
    }
}
