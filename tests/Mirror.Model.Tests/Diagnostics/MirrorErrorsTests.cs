using System.Text.RegularExpressions;
using Mirror.Model.Diagnostics;
using Mirror.Testing;

namespace Mirror.Model.Tests.Diagnostics;

public sealed partial class MirrorErrorsTests
{
    private static readonly string CatalogueFolder = Path.Combine(SourceTree.Root, "src", "Mirror.Model", "Diagnostics");

    private static readonly string[] CatalogueFiles = Directory.GetFiles(CatalogueFolder, "MirrorErrors*.cs");

    [Fact]
    public void Every_number_has_four_digits_and_is_used_once()
    {
        var ids = MirrorErrors.All.Select(code => code.Id).ToList();

        Assert.All(ids, id => Assert.Matches(@"\AMIR[1-79]\d{3}\z", id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Second_digit_tells_errors_from_warnings_and_an_error_never_ends_as_complete()
    {
        Assert.All(MirrorErrors.All, code =>
        {
            Assert.Equal(code.Id[4] - '0' < 5 ? Severity.Error : Severity.Warning, code.Severity);
            Assert.False(code.Severity == Severity.Error && code.ExitCode == ExitCode.Complete, $"{code.Id} is an error with exit code 0.");
        });
    }

    [Fact]
    public void Catalogue_is_sorted_in_its_files_and_each_file_has_one_first_digit()
    {
        var files = CatalogueFiles
            .Select(file => Entry().Matches(File.ReadAllText(file)).Select(match => match.Groups["id"].Value).ToList())
            .Where(ids => ids.Count > 0)
            .OrderBy(ids => ids[0], StringComparer.Ordinal)
            .ToList();

        Assert.All(files, ids => Assert.Single(ids.Select(id => id[3]).Distinct()));
        Assert.Equal(files.Count, files.Select(ids => ids[0][3]).Distinct().Count());
        Assert.Equal(MirrorErrors.All.Select(code => code.Id), files.SelectMany(ids => ids));
    }

    [Fact]
    public void Meaning_and_remedy_are_sentences_that_fit_a_table()
    {
        Assert.All(MirrorErrors.All, code => Assert.All(
            new[] { code.Meaning, code.Remedy },
            text =>
            {
                Assert.EndsWith(".", text, StringComparison.Ordinal);
                Assert.DoesNotContain('|', text);
                Assert.DoesNotContain('\n', text);
            }));
    }

    [Fact]
    public void Every_code_is_used_by_something()
    {
        var text = string.Concat(ProductFiles().Select(File.ReadAllText));
        var entries = CatalogueFiles.SelectMany(file => Entry().Matches(File.ReadAllText(file)));

        // The scripts have to speak before there is anything compiled; they write the number itself.
        var dead = entries
            .Where(entry => !Regex.IsMatch(text, $@"\bMirrorErrors\.{entry.Groups["name"].Value}\b") && !Regex.IsMatch(text, $@"\berror {entry.Groups["id"].Value}\b"))
            .Select(entry => entry.Groups["id"].Value);

        Assert.Empty(dead);
    }

    private static IEnumerable<string> ProductFiles() =>
        new[] { "src", "build" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !CatalogueFiles.Contains(file, StringComparer.Ordinal))
            .Concat([Path.Combine(SourceTree.Root, "build.sh"), Path.Combine(SourceTree.Root, "build.ps1")]);

    [GeneratedRegex("""ErrorCode (?<name>\w+) = new\("(?<id>MIR\d+)",""")]
    private static partial Regex Entry();
}
