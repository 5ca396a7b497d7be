using System.Formats.Tar;
using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Tests.Images;

public sealed class TarBuilderTests
{
    [Fact]
    public void Archive_holds_what_was_added_and_no_clock()
    {
        var archive = new TarBuilder().Folder("etc/").File("etc/os-release", "ID=sample\n").Executable("hello", [1, 2, 3]).Link("link", "hello").ToArray();

        using var reader = new TarReader(new MemoryStream(archive));
        var entries = new List<string>();
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            entries.Add($"{entry.EntryType} {entry.Name} {entry.Length} {entry.LinkName} {Convert.ToString((int)entry.Mode, 8)} {entry.ModificationTime.ToUnixTimeSeconds()}");
        }

        Assert.Equal(
            ["Directory etc/ 0  755 0", "RegularFile etc/os-release 10  644 0", "RegularFile hello 3  755 0", "SymbolicLink link 0 hello 777 0"],
            entries);
    }
}
