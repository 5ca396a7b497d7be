using System.Globalization;
using System.Text;
using Mirror.Build.Arguments;
using Mirror.Engine.Options;

namespace Mirror.Build.Tests.Readme;

/// <summary>The README's tables as the code would write them.</summary>
internal static class ReadmeTables
{
    public const string TargetHeader = "| target | does |";
    public const string ArgumentHeader = "| argument | environment variable | meaning, default |";
    public const string CodeHeader = "| code | meaning | what to do |";
    public const string ExitHeader = "| exit code | name | meaning |";
    public const string MapHeader = "| place | what lives there |";
    public const string ChangeHeader = "| to change | look at |";

    public static string Targets() =>
        Table(TargetHeader, Mirror.Build.Targets.All().Where(target => target.IsPublic).Select(target => new[] { $"`{target.Name}`", target.Description }));

    public static string Arguments() => Table(
        ArgumentHeader,
        HostArguments.Table.Select(argument => Row(argument, ""))
            .Concat(MirrorArguments.All.Select(argument => Row(argument, $"`{argument.EnvironmentVariable}`"))));

    public static string Codes() => Table(CodeHeader, MirrorErrors.All.Select(code => new[] { code.Id, code.Meaning, code.Remedy }));

    private static string[] Row(MirrorArgument argument, string variable) => [$"`{$"{argument.Option} {argument.Placeholder}".TrimEnd()}`", variable, argument.Summary];

    private static string Table(string header, IEnumerable<string[]> rows)
    {
        var table = new StringBuilder(header).Append('\n').Append('|').Insert(header.Length + 2, " --- |", header.Count(c => c == '|') - 1).Append('\n');
        foreach (var row in rows)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row.Select(Cell))} |\n");
        }

        return table.ToString();
    }

    // What Markdown would take for its own.
    private static string Cell(string text) => text.StartsWith('`')
        ? text
        : text.Replace("|", @"\|", StringComparison.Ordinal).Replace("<", @"\<", StringComparison.Ordinal).Replace("*", @"\*", StringComparison.Ordinal);
}
