using System.Globalization;
using System.Text.RegularExpressions;

namespace Mirror.Oci.Archives;

/// <summary>
/// What the files of an archive are called (DESIGN 6): <c>prod-0f3a5b1c2d4e.77ab01-from-9a8b7c6d5e4f-0001.tar</c>. The first twelve digits are those of its lock as
/// <c>sha256sum mirror.lock.json</c> prints them, the others those of the lock that it builds on. Signatures come and go without the lock changing, so that six digits
/// of their file follow where there is one.
/// </summary>
/// <param name="Mirror">The mirror's name.</param>
/// <param name="Lock">Twelve hex digits.</param>
/// <param name="Referrers">Six hex digits, or null where the mirror has no signatures and referrers.</param>
/// <param name="Base">Twelve hex digits, or null for an archive that needs nothing at the destination.</param>
public sealed partial record ArchiveName(string Mirror, string Lock, string? Referrers, string? Base)
{
    /// <summary>Segments that an archive may have, for the four digits of their names.</summary>
    public const int MaxSegments = 9999;

    private const int ReferrersDigits = 6;

    /// <summary>What every file name starts with.</summary>
    public string Stem => $"{Mirror}-{Lock}{(Referrers is null ? "" : $".{Referrers}")}{(Base is null ? "" : $"-from-{Base}")}";

    /// <summary>The name of an archive from the digests of what it is made of.</summary>
    public static ArchiveName Of(string mirror, Digest lockFile, Digest? referrers, Digest? baseLock) =>
        new(mirror, lockFile.ToShortString(), referrers?.Hex[..ReferrersDigits], baseLock?.ToShortString());

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

        var name = new ArchiveName(match.Groups["mirror"].Value, match.Groups["lock"].Value, Optional(match.Groups["referrers"]), Optional(match.Groups["base"]));
        return (name, int.Parse(match.Groups["segment"].ValueSpan, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public override string ToString() => Stem;

    private static string? Optional(Group group) => group.Success ? group.Value : null;

    // Time grows with the length of a name alone: nothing in it can be read in two ways that matter.
    [GeneratedRegex("^(?<mirror>[^/\\\\]+?)-(?<lock>[0-9a-f]{12})(\\.(?<referrers>[0-9a-f]{6}))?(-from-(?<base>[0-9a-f]{12}))?-(?<segment>[0-9]{4})\\.tar$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex SegmentName();
}
