namespace Mirror.Oci.Registry.Authentication;

/// <summary>Places in a valid UTF-8 file from positions in bytes, as JSON readers give them.</summary>
internal sealed class TextPosition(string file, byte[] content)
{
    /// <summary>The place of a byte of the file.</summary>
    public SourceSpan Of(long index)
    {
        var before = content.AsSpan(0, (int)Math.Min(index, content.Length));
        return At(before.Count((byte)'\n'), before.Length - before.LastIndexOf((byte)'\n') - 1);
    }

    /// <summary>The place of a byte of a line, both from 0.</summary>
    public SourceSpan At(int line, int byteInLine)
    {
        var rest = content.AsSpan();
        for (var i = 0; i < line && rest.IndexOf((byte)'\n') is >= 0 and var end; i++)
        {
            rest = rest[(end + 1)..];
        }

        var column = 1;
        foreach (var value in rest[..Math.Min(byteInLine, rest.Length)])
        {
            // Bytes that continue a character have the form 10xxxxxx.
            column += (value & 0xC0) == 0x80 ? 0 : 1;
        }

        return SourceSpan.At(file, line + 1, column);
    }
}
