using System.Text;
using System.Text.RegularExpressions;

namespace Mirror.Charts.Loading;

/// <summary>File name patterns: a star and a question mark stay inside of a path element, two stars do not.</summary>
internal static class Glob
{
    public static Regex ToRegex(string glob, bool allowDoubleStar = false)
    {
        var pattern = new StringBuilder("^");
        for (var i = 0; i < glob.Length; i++)
        {
            switch (glob[i])
            {
                case '*' when allowDoubleStar && i + 1 < glob.Length && glob[i + 1] == '*':
                    pattern.Append(".*");
                    i++;
                    break;
                case '*':
                    pattern.Append("[^/]*");
                    break;
                case '?':
                    pattern.Append("[^/]");
                    break;
                case '{' when allowDoubleStar:
                    pattern.Append("(?:");
                    break;
                case '}' when allowDoubleStar:
                    pattern.Append(')');
                    break;
                case ',' when allowDoubleStar && InBraces(glob, i):
                    pattern.Append('|');
                    break;
                case '[' when glob.IndexOf(']', i + 1) is > 0 and var end:
                    var members = glob[(i + 1)..end];
                    var isNegated = members.StartsWith('!') || members.StartsWith('^');
                    pattern.Append(isNegated ? "[^" : "[").Append((isNegated ? members[1..] : members).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)).Append(']');
                    i = end;
                    break;
                case '\\' when i + 1 < glob.Length:
                    pattern.Append(Regex.Escape(glob[++i].ToString()));
                    break;
                default:
                    pattern.Append(Regex.Escape(glob[i].ToString()));
                    break;
            }
        }

        return new Regex(pattern.Append("\\z").ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    private static bool InBraces(string glob, int i) => glob.LastIndexOf('{', i) > glob.LastIndexOf('}', i);
}
