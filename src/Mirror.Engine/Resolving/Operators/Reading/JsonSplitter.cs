using System.Buffers;

namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>
/// Cuts a stream of JSON objects into its objects, without the white space between tokens and otherwise byte for byte. Only brackets and strings are
/// understood here; <see cref="BlobHead.Read"/> proves the rest.
/// </summary>
internal sealed class JsonSplitter(CatalogLimits limits)
{
    private static readonly SearchValues<byte> StringEnds = SearchValues.Create("\"\\\n"u8);
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[] \t\r\n"u8);

    private readonly JsonBuffer _blob = new(limits.MaxBlobBytes);
    private int _depth;
    private bool _inString;
    private bool _escaped;

    /// <summary>The line that is being read, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The line that the current object starts at.</summary>
    public int StartLine { get; private set; } = 1;

    /// <summary>The finished object; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Blob => _blob.Written;

    /// <summary>Whether the stream may end here.</summary>
    public bool IsBetween => _depth == 0;

    /// <summary>Forgets what was taken, to start a file at <paramref name="line"/>.</summary>
    public void Reset(int line)
    {
        (Line, StartLine, _depth, _inString, _escaped) = (line, line, 0, false, false);
        _blob.Clear();
    }

    /// <summary>Takes from <paramref name="input"/> up to the end of an object, if there is one in it, and says so.</summary>
    /// <exception cref="CatalogFormatException">Something stands between objects, or a limit is passed.</exception>
    public bool Take(ref ReadOnlySpan<byte> input)
    {
        if (_depth == 0)
        {
            _blob.Clear();
        }

        while (input.Length > 0)
        {
            if (_inString)
            {
                TakeString(ref input);
                continue;
            }

            var plain = input.IndexOfAny(Structure);
            if (plain != 0)
            {
                var text = plain < 0 ? input : input[..plain];
                RequireInside(text[0]);
                _blob.Append(text);
                input = input[text.Length..];
                continue;
            }

            var c = input[0];
            input = input[1..];
            if (TakeStructure(c))
            {
                return true;
            }
        }

        return false;
    }

    private bool TakeStructure(byte c)
    {
        switch (c)
        {
            case (byte)'\n':
                Line++;
                return false;
            case (byte)' ' or (byte)'\t' or (byte)'\r':
                return false;
            case (byte)'{' when _depth == 0:
                StartLine = Line;
                _depth = 1;
                break;
            case (byte)'{' or (byte)'[':
                RequireInside(c);
                if (++_depth > limits.MaxDepth)
                {
                    throw new CatalogFormatException($"lists and objects are nested more than {limits.MaxDepth} deep");
                }

                break;
            case (byte)'"':
                RequireInside(c);
                _inString = true;
                break;
            default:
                RequireInside(c);
                _depth--;
                break;
        }

        _blob.Append(c);
        return _depth == 0;
    }

    private void TakeString(ref ReadOnlySpan<byte> input)
    {
        if (_escaped)
        {
            _blob.Append(input[0]);
            input = input[1..];
            _escaped = false;
            return;
        }

        var end = input.IndexOfAny(StringEnds);
        var text = end < 0 ? input : input[..(end + 1)];
        _blob.Append(text);
        input = input[text.Length..];
        if (end >= 0)
        {
            _inString = text[end] != (byte)'"';
            _escaped = text[end] == (byte)'\\';
            Line += text[end] == (byte)'\n' ? 1 : 0;
        }
    }

    private void RequireInside(byte c)
    {
        if (_depth == 0)
        {
            StartLine = Line;
            throw new CatalogFormatException($"'{(char)c}' stands where an object is expected");
        }
    }
}
