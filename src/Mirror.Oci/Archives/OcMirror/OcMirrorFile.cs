using System.Globalization;
using System.Text.RegularExpressions;

namespace Mirror.Oci.Archives.OcMirror;

/// <summary>A file of an archive that oc-mirror wrote, by its name: <c>mirror_000001.tar</c> (v2) or <c>mirror_seq2_000000.tar</c> (v1).</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Sequence">Which archive of a row this is; null for v2, which numbers none.</param>
/// <param name="Part">Which file of the archive.</param>
public sealed partial record OcMirrorFile(string Path, int? Sequence, int Part)
{
    /// <summary>Null when the name is another.</summary>
    public static OcMirrorFile? TryParse(string path)
    {
        var match = Name().Match(System.IO.Path.GetFileName(path));
        return match.Success
            ? new OcMirrorFile(
                path,
                match.Groups["sequence"] is { Success: true } sequence ? int.Parse(sequence.ValueSpan, CultureInfo.InvariantCulture) : null,
                int.Parse(match.Groups["part"].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"\Amirror_(seq(?<sequence>[0-9]{1,6})_)?(?<part>[0-9]{6})\.tar\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
