using System.Text.RegularExpressions;
using Mirror.Testing;

namespace Mirror.Build.Tests.Readme;

/// <summary>The parts of README.md that can be wrong.</summary>
internal static partial class ReadmeFile
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "README.md"));

    /// <summary>The table with this header row, header included; each line ends with a line feed. Empty when there is none.</summary>
    public static string Table(string header) => string.Concat(
        Lines.SkipWhile(line => line != header).TakeWhile(line => line.StartsWith('|')).Select(line => $"{line}\n"));

    /// <summary>Cells of the table with this header row, without header and rule.</summary>
    public static IReadOnlyList<string[]> Rows(string header) =>
        [.. Table(header).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).Select(row => row.Trim('|').Split('|', StringSplitOptions.TrimEntries))];

    /// <summary>What stands between back quotes.</summary>
    public static IEnumerable<string> Code(string text) => CodeSpan().Matches(text).Select(match => match.Groups["code"].Value);

    /// <summary>Every command line for the build, without the script's name, from listings and from sentences.</summary>
    public static IReadOnlyList<string> Commands() =>
    [
        .. Lines
            .SelectMany(line => Listed().Match(line) is { Success: true } match
                ? [match.Groups["arguments"].Value]
                : Code(line).Where(code => code.StartsWith("./build.sh", StringComparison.Ordinal)).Select(code => code["./build.sh".Length..]))
            .Select(arguments => arguments.Trim()),
    ];

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"^\s*(\$ )?([A-Z_]+=\S+ )*\./build\.sh(?<arguments>[^#]*)")]
    private static partial Regex Listed();
}
