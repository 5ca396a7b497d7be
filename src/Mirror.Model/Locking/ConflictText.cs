using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mirror.Model.Locking;

/// <summary>The versions that a file with git's conflict markers was merged from; what merged cleanly is in each of them.</summary>
/// <param name="Ours">With the parts before <c>=======</c>.</param>
/// <param name="Ancestor">With the parts after <c>|||||||</c>; null if git was not told to write them (<c>merge.conflictStyle</c>).</param>
/// <param name="Theirs">With the parts after <c>=======</c>.</param>
public sealed record ConflictText(byte[] Ours, byte[]? Ancestor, byte[] Theirs)
{
    private enum Part
    {
        Common,
        Ours,
        Ancestor,
        Theirs,
    }

    /// <summary>False for a file without markers, or with markers that do not belong together.</summary>
    public static bool TrySplit(byte[] utf8, [NotNullWhen(true)] out ConflictText? conflict)
    {
        var (ours, ancestor, theirs) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        var part = Part.Common;
        var (conflicts, ancestors) = (0, 0);
        conflict = null;
        foreach (var line in Encoding.UTF8.GetString(utf8).Split('\n'))
        {
            var next = Next(part, line.TrimEnd('\r'));
            if (next is null)
            {
                return false;
            }

            if (next == part)
            {
                Append(part, line);
            }

            conflicts += next == Part.Ours && part == Part.Common ? 1 : 0;
            ancestors += next == Part.Ancestor && part == Part.Ours ? 1 : 0;
            part = next.Value;
        }

        if (conflicts == 0 || part != Part.Common)
        {
            return false;
        }

        conflict = new ConflictText(Bytes(ours), ancestors == conflicts ? Bytes(ancestor) : null, Bytes(theirs));
        return true;

        void Append(Part part, string line)
        {
            foreach (var text in part switch { Part.Ours => [ours], Part.Ancestor => [ancestor], Part.Theirs => [theirs], _ => new[] { ours, ancestor, theirs } })
            {
                text.Append(line).Append('\n');
            }
        }
    }

    /// <summary>The part that follows a line; the same one for a line without a marker, null where a marker has no place.</summary>
    private static Part? Next(Part part, string line)
    {
        if (line.StartsWith("<<<<<<<", StringComparison.Ordinal))
        {
            return part == Part.Common ? Part.Ours : null;
        }

        if (line.StartsWith("|||||||", StringComparison.Ordinal))
        {
            return part == Part.Ours ? Part.Ancestor : null;
        }

        if (line == "=======")
        {
            return part is Part.Ours or Part.Ancestor ? Part.Theirs : null;
        }

        return line.StartsWith(">>>>>>>", StringComparison.Ordinal)
            ? part == Part.Theirs ? Part.Common : null
            : part;
    }

    // The split has made one empty line of the end of the last one.
    private static byte[] Bytes(StringBuilder text) => Encoding.UTF8.GetBytes(text.ToString(0, Math.Max(0, text.Length - 1)));
}
