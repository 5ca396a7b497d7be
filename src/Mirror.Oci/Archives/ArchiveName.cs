using System.Globalization;
using System.Text.RegularExpressions;

namespace Mirror.Oci.Archives;

/// <summary>
/// What the files of an archive are called (DESIGN 6): <c>prod-0f3a5b1c2d4e-from-9a8b7c6d5e4f-0001.tar</c>. The first twelve digits are of what the archive brings, the
/// others of what it builds on.
/// </summary>
/// <param name="Mirror">The mirror's name.</param>
/// <param name="Pins">Twelve hex digits.</param>
/// <param name="Base">Twelve hex digits, or null for an archive that needs nothing at the destination.</param>
public sealed partial record ArchiveName(string Mirror, string Pins, string? Base)
{
    /// <summary>Segments that an archive may have, for the four digits of their names.</summary>
    public const int MaxSegments = 9999;

    /// <summary>What every file name starts with.</summary>
    public string Stem => Base is null ? $"{Mirror}-{Pins}" : $"{Mirror}-{Pins}-from-{Base}";

    /// <summary>The file with the checksums of all segments, for <c>sha256sum -c</c>.</summary>
    public string ChecksumFile => $"{Stem}.sha256";

    /// <summary>The file of a segment; the first is 1.</summary>
    public string SegmentFile(int segment) => string.Create(CultureInfo.InvariantCulture, $"{Stem}-{segment:0000}.tar");

    /// <summary>Takes a file name apart; null when it is not that of a segment.</summary>
    public static (ArchiveName Name, int Segment)? TryParseSegment(string fileName)
    {
        if (SegmentName().Match(fileName) is not { Success: true } match)
        {
            return null;
        }

        var name = new ArchiveName(match.Groups["mirror"].Value, match.Groups["pins"].Value, match.Groups["base"] is { Success: true } found ? found.Value : null);
        return (name, int.Parse(match.Groups["segment"].ValueSpan, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public override string ToString() => Stem;

    // Time grows with the length of a name alone: nothing in it can be read in two ways that matter.
    [GeneratedRegex("^(?<mirror>[^/\\\\]+?)-(?<pins>[0-9a-f]{12})(-from-(?<base>[0-9a-f]{12}))?-(?<segment>[0-9]{4})\\.tar$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SegmentName();
}
