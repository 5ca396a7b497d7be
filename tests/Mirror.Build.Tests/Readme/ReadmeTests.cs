using System.Globalization;
using Mirror.Build.Arguments;
using Mirror.Engine.Options;
using Mirror.Testing;

namespace Mirror.Build.Tests.Readme;

public sealed class ReadmeTests
{
    private static readonly string[] TargetNames = [.. Mirror.Build.Targets.All().Select(target => target.Name)];

    public static TheoryData<string> Commands => [.. ReadmeFile.Commands().Distinct()];

    public static TheoryData<string> NamedPaths =>
        [.. new[] { ReadmeTables.MapHeader, ReadmeTables.ChangeHeader }.SelectMany(header => ReadmeFile.Code(ReadmeFile.Table(header))).Where(code => code.Contains('/')).Distinct()];

    [Fact]
    public void Targets_are_those_of_the_build() => AssertTable(ReadmeTables.TargetHeader, ReadmeTables.Targets());

    [Fact]
    public void Arguments_are_those_of_the_build() => AssertTable(ReadmeTables.ArgumentHeader, ReadmeTables.Arguments());

    [Fact]
    public void Codes_are_those_of_the_catalogue() => AssertTable(ReadmeTables.CodeHeader, ReadmeTables.Codes());

    [Fact]
    public void Exit_codes_are_those_that_a_run_can_end_with()
    {
        var expected = Enum.GetValues<ExitCode>().Select(code => $"{((int)code).ToString(CultureInfo.InvariantCulture)} {code.ToString().ToLowerInvariant()}");

        var rows = ReadmeFile.Rows(ReadmeTables.ExitHeader);

        Assert.Equal(expected, rows.Select(row => $"{row[0]} {row[1]}"));
        Assert.All(rows, row => Assert.NotEmpty(row[2]));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_is_understood(string arguments)
    {
        var command = HostCommandParser.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), TargetNames);

        var options = new MirrorOptionsReader(SourceTree.Root, SourceTree.Root, _ => null).Read(command.Given);

        Assert.NotNull(options);
    }

    [Fact]
    public void Main_commands_are_among_the_commands()
    {
        var commands = ReadmeFile.Commands();

        Assert.Contains("--target Publish", commands);
        Assert.Contains("--target Test", commands);
    }

    [Theory]
    [MemberData(nameof(NamedPaths))]
    public void Path_exists(string path) =>
        Assert.True(Path.Exists(Path.Combine(SourceTree.Root, path)), $"README.md names '{path}', which does not exist.");

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("src/Mirror.Engine")]
    [InlineData("build")]
    public void Every_folder_is_on_the_map(string parent)
    {
        var named = ReadmeFile.Code(ReadmeFile.Table(ReadmeTables.MapHeader)).Select(path => path.TrimEnd('/')).ToHashSet(StringComparer.Ordinal);

        var missing = Directory.GetDirectories(Path.Combine(SourceTree.Root, parent))
            .Select(folder => $"{parent}/{Path.GetFileName(folder)}")
            .Where(folder => Path.GetFileName(folder) is not ("bin" or "obj") && !named.Contains(folder));

        Assert.Empty(missing.Order(StringComparer.Ordinal));
    }

    private static void AssertTable(string header, string expected)
    {
        if (ReadmeFile.Table(header) != expected)
        {
            Assert.Fail($"The table '{header}' of README.md is missing or differs from the code. Put this in its place:\n\n{expected}");
        }
    }
}
