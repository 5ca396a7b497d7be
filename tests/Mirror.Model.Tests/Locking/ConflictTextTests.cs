using System.Text;
using Mirror.Model.Locking;

namespace Mirror.Model.Tests.Locking;

public sealed class ConflictTextTests
{
    private static ConflictText? Split(string text) => ConflictText.TrySplit(Encoding.UTF8.GetBytes(text), out var conflict) ? conflict : null;

    private static string Text(byte[]? bytes) => Encoding.UTF8.GetString(bytes!);

    [Fact]
    public void Both_sides_and_what_merged_cleanly_are_told_apart()
    {
        var conflict = Split("{\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\nc\n<<<<<<< HEAD\n=======\nd\n>>>>>>> other\n}\n")!;

        Assert.Equal("{\na\nc\n}\n", Text(conflict.Ours));
        Assert.Equal("{\nb\nc\nd\n}\n", Text(conflict.Theirs));
        Assert.Null(conflict.Ancestor);
    }

    [Fact]
    public void Ancestor_is_known_when_git_writes_it()
    {
        var conflict = Split("x\n<<<<<<< ours\na\n||||||| base\nz\n=======\nb\n>>>>>>> theirs")!;

        Assert.Equal("x\na", Text(conflict.Ours).TrimEnd('\n'));
        Assert.Equal("x\nz", Text(conflict.Ancestor).TrimEnd('\n'));
    }

    [Theory]
    [InlineData("{}\n")]
    [InlineData("<<<<<<< HEAD\na\n")]
    [InlineData("a\n=======\nb\n")]
    [InlineData("<<<<<<< HEAD\n<<<<<<< HEAD\n=======\n>>>>>>> b\n")]
    [InlineData("<<<<<<< HEAD\na\n>>>>>>> b\n")]
    [InlineData("")]
    public void Text_without_whole_conflicts_is_not_split(string text) => Assert.Null(Split(text));
}
