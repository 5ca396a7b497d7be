using System.Text;
using Mirror.Engine.Options;

namespace Mirror.Build.Arguments;

/// <summary>The list that the default target shows: targets and arguments.</summary>
internal static class HelpText
{
    private const string Start = """
        ./build.sh --target NAME [--config mirror-configs/NAME] [--destination docker://host[:port][/namespace]] [...]


        """;

    public static string For(IReadOnlyList<Target> targets)
    {
        var text = new StringBuilder(Start);
        Append(text, "Targets", targets.Where(t => t.IsPublic).Select(t => (t.Name, t.Description)));
        Append(text, "Arguments", HostArguments.Table.Concat(MirrorArguments.All).Select(a => ($"{a.Option} {a.Placeholder}".TrimEnd(), a.Summary)));
        text.Append("""
            Each argument from '--config' on is also an environment variable, such as MIRROR_DESTINATION; the command line wins.
            Exit codes: 0 complete; 1 failed; 2 configuration or usage; 3 lock is stale; 4 source; 5 destination; 6 incomplete;
            7 verification found differences; 8 policy; 130 cancelled.

            """);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IEnumerable<(string Name, string Summary)> rows)
    {
        var all = rows.ToList();
        var width = all.Max(row => row.Name.Length) + 2;
        text.Append(title).Append(":\n");
        foreach (var (name, summary) in all)
        {
            text.Append("  ").Append(name.PadRight(width)).Append(summary).Append('\n');
        }

        text.Append('\n');
    }
}
