using System.Globalization;

namespace Mirror.Sandbox.Registry;

/// <summary>A part of a blob; both ends are included.</summary>
internal readonly record struct ByteRange(long First, long Last)
{
    private const string Unit = "bytes=";

    public long Length => Last - First + 1;

    /// <summary>
    /// Reads a <c>Range</c> header (RFC 9110, 14.1.2) for content of <paramref name="size"/> bytes. False for what may be ignored: another unit, several
    /// ranges, no sense. An empty range (a null) is one that cannot be satisfied.
    /// </summary>
    public static bool TryParse(string header, long size, out ByteRange? range)
    {
        range = null;
        if (!header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) || header.Contains(',', StringComparison.Ordinal))
        {
            return false;
        }

        var text = header[Unit.Length..].Trim();
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !TryParse(text[..dash], out var first) || !TryParse(text[(dash + 1)..], out var last) || (first is null && last is null) || last < first)
        {
            return false;
        }

        if (first is null)
        {
            range = last > 0 && size > 0 ? new ByteRange(Math.Max(0, size - last!.Value), size - 1) : null;
        }
        else if (first < size)
        {
            range = new ByteRange(first.Value, Math.Min(last ?? long.MaxValue, size - 1));
        }

        return true;
    }

    /// <summary>Reads the <c>Content-Range</c> of an upload (distribution-spec, "Pushing a blob in chunks"): <c>first-last</c>.</summary>
    public static bool TryParseChunk(string header, out ByteRange range)
    {
        range = default;
        var dash = header.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !TryParse(header[..dash], out var first) || !TryParse(header[(dash + 1)..], out var last) || first is null || last is null || last < first)
        {
            return false;
        }

        range = new ByteRange(first.Value, last.Value);
        return true;
    }

    private static bool TryParse(string text, out long? number)
    {
        number = null;
        if (text.Length == 0)
        {
            return true;
        }

        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        number = value;
        return isNumber;
    }
}
