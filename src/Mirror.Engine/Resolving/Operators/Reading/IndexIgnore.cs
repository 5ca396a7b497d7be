using System.Text;

namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>
/// The files of a catalog that <c>.indexignore</c> files take out of it. Each works for its own folder and below, with the rules of gitignore:
/// the last pattern that matches decides, deeper files come later.
/// </summary>
internal sealed class IndexIgnore
{
    /// <summary>The name of the files that patterns come from; they are never read as catalog.</summary>
    public const string FileName = ".indexignore";

    private readonly List<Pattern> _patterns = [];
    private bool _sorted = true;

    /// <summary>Takes the patterns of the file at <paramref name="path"/>, in place of any that it had before.</summary>
    public void Set(string path, ReadOnlySpan<byte> content)
    {
        var folder = path[..Math.Max(path.LastIndexOf('/'), 0)];
        _patterns.RemoveAll(pattern => pattern.Folder == folder);
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            number++;
            var text = line.Trim();
            if (text.Length > 0 && text[0] != '#' && Pattern.Parse(folder, number, text) is { } pattern)
            {
                _patterns.Add(pattern);
                _sorted = false;
            }
        }
    }

    /// <summary>Whether the file at <paramref name="path"/> is no part of the catalog. Asked when all files were seen.</summary>
    public bool Ignores(string path)
    {
        if (!_sorted)
        {
            _patterns.Sort(Pattern.Compare);
            _sorted = true;
        }

        var parts = path.Split('/');
        for (var i = _patterns.Count - 1; i >= 0; i--)
        {
            if (_patterns[i].Matches(parts))
            {
                return !_patterns[i].Includes;
            }
        }

        return false;
    }

    private sealed record Pattern(string Folder, string[] FolderParts, int Number, bool Includes, bool FolderOnly, bool Anchored, string[] Parts)
    {
        public static Pattern? Parse(string folder, int number, string text)
        {
            var includes = text[0] == '!';
            text = includes ? text[1..] : text;
            if (text.StartsWith('\\'))
            {
                text = text[1..];
            }

            var folderOnly = text.EndsWith('/');
            text = folderOnly ? text[..^1] : text;
            var anchored = text.Contains('/', StringComparison.Ordinal);
            var parts = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
            return parts.Length == 0
                ? null
                : new Pattern(folder, folder.Length == 0 ? [] : folder.Split('/'), number, includes, folderOnly, anchored, parts);
        }

        /// <summary>From the root down, each file's lines in their order.</summary>
        public static int Compare(Pattern left, Pattern right)
        {
            var depth = left.FolderParts.Length.CompareTo(right.FolderParts.Length);
            var folder = depth != 0 ? depth : string.CompareOrdinal(left.Folder, right.Folder);
            return folder != 0 ? folder : left.Number.CompareTo(right.Number);
        }

        public bool Matches(string[] path)
        {
            if (path.Length <= FolderParts.Length || !path.AsSpan(0, FolderParts.Length).SequenceEqual(FolderParts))
            {
                return false;
            }

            var rest = path.AsSpan(FolderParts.Length);
            if (Anchored)
            {
                return MatchesFrom(rest, Parts);
            }

            for (var i = 0; i < rest.Length; i++)
            {
                if (IsLike(rest[i], Parts[0]) && (!FolderOnly || i < rest.Length - 1))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>A pattern that is used up matches the path itself or, with more to come, a folder above it.</summary>
        private bool MatchesFrom(ReadOnlySpan<string> path, ReadOnlySpan<string> pattern)
        {
            int t = 0, p = 0, star = -1, mark = 0;
            while (p < pattern.Length)
            {
                if (pattern[p] == "**")
                {
                    star = p++;
                    mark = t;
                }
                else if (t < path.Length && IsLike(path[t], pattern[p]))
                {
                    t++;
                    p++;
                }
                else if (star >= 0 && mark < path.Length)
                {
                    t = ++mark;
                    p = star + 1;
                }
                else
                {
                    return false;
                }
            }

            return t < path.Length || (!FolderOnly && pattern[^1] != "**");
        }

        /// <summary>Wildcards of one path part: '*', '?' and '[a-z]'; without backtracking beyond the last '*'.</summary>
        private static bool IsLike(string text, string pattern)
        {
            int t = 0, p = 0, star = -1, mark = 0;
            while (t < text.Length)
            {
                if (p < pattern.Length && pattern[p] == '*')
                {
                    star = p++;
                    mark = t;
                }
                else if (p < pattern.Length && MatchesOne(text[t], pattern, p, out var next))
                {
                    t++;
                    p = next;
                }
                else if (star >= 0)
                {
                    p = star + 1;
                    t = ++mark;
                }
                else
                {
                    return false;
                }
            }

            while (p < pattern.Length && pattern[p] == '*')
            {
                p++;
            }

            return p == pattern.Length;
        }

        private static bool MatchesOne(char c, string pattern, int at, out int next)
        {
            next = at + 1;
            switch (pattern[at])
            {
                case '?':
                    return true;
                case '\\' when at + 1 < pattern.Length:
                    next = at + 2;
                    return pattern[at + 1] == c;
                case '[' when pattern.IndexOf(']', at + 2) is > 0 and var end:
                    next = end + 1;
                    return IsInClass(c, pattern.AsSpan(at + 1, end - at - 1));
                default:
                    return pattern[at] == c;
            }
        }

        private static bool IsInClass(char c, ReadOnlySpan<char> members)
        {
            var negated = members[0] is '!' or '^';
            members = negated ? members[1..] : members;
            var found = false;
            for (var i = 0; i < members.Length; i++)
            {
                if (i + 2 < members.Length && members[i + 1] == '-')
                {
                    found |= members[i] <= c && c <= members[i + 2];
                    i += 2;
                }
                else
                {
                    found |= members[i] == c;
                }
            }

            return found != negated;
        }
    }
}
