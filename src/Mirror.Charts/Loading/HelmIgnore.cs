using System.Text;
using System.Text.RegularExpressions;

namespace Mirror.Charts.Loading;

/// <summary>
/// The rules of a .helmignore: one glob a line, matched with the whole path when it has a slash and with the last element when not;
/// an exclamation mark negates a rule. A negated rule ignores all that it does not match, as in Helm.
/// </summary>
internal sealed class HelmIgnore
{
    private const int MaxRules = 1000;

    // Helm's own rule: hidden files are no templates.
    private const string DefaultRules = "templates/.?*\n";

    private readonly List<Rule> _rules;

    private HelmIgnore(List<Rule> rules) => _rules = rules;

    public static HelmIgnore Parse(string text)
    {
        var rules = new List<Rule>();
        foreach (var line in (DefaultRules + text.TrimStart('\uFEFF')).Split('\n').Select(line => line.Trim()))
        {
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            if (rules.Count >= MaxRules || line.Contains("**", StringComparison.Ordinal))
            {
                throw new ChartException(ChartFailure.Loading, $"The .helmignore has the rule '{line}': double stars, or more than {MaxRules} rules, are not allowed.");
            }

            rules.Add(Rule.Parse(line));
        }

        return new HelmIgnore(rules);
    }

    public bool Matches(string path, bool isFolder)
    {
        foreach (var rule in _rules)
        {
            if (rule.IsFolderOnly && !isFolder)
            {
                continue;
            }

            var isMatch = rule.Pattern.IsMatch(rule.IsWholePath ? path : path[(path.LastIndexOf('/') + 1)..]);
            if (isMatch != rule.IsNegated)
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Rule(Regex Pattern, bool IsWholePath, bool IsFolderOnly, bool IsNegated)
    {
        public static Rule Parse(string line)
        {
            var isNegated = line.StartsWith('!');
            var glob = isNegated ? line[1..] : line;
            var isFolderOnly = glob.EndsWith('/');
            glob = glob.TrimEnd('/');
            var isWholePath = glob.Contains('/', StringComparison.Ordinal);
            return new Rule(Glob.ToRegex(glob.TrimStart('/')), isWholePath, isFolderOnly, isNegated);
        }
    }
}
