using Mirror.Engine.Diffing;
using Mirror.Model.Locking;
using static Mirror.Engine.Tests.Diffing.LockSamples;

namespace Mirror.Engine.Tests.Diffing;

public sealed class LockComparisonTests
{
    private const long MiB = 1024 * 1024;

    private static LockDiff Compare(LockedSource[] old, LockedSource[] now) => LockComparison.Compare(Snapshot("old", old), Snapshot("now", now));

    private static string Only(LockedSource[] old, LockedSource[] now)
    {
        var change = Assert.Single(Compare(old, now).Changes);
        return $"{change.Change} {change.Line} [{string.Join(' ', change.Removed.Select(item => item.Label))}] [{string.Join(' ', change.Added.Select(item => item.Label))}] [{string.Join(' ', change.Kept.Select(item => item.Label))}]";
    }

    [Fact]
    public void Equal_locks_have_no_difference()
    {
        var diff = Compare([Image("quay.io/a/b:1")], [Image("quay.io/a/b:1")]);

        Assert.True(diff.IsEmpty);
        Assert.Equal(1, diff.KeptImages);
    }

    [Theory]
    [InlineData("1.2", "1.10", "Updated")]
    [InlineData("9.6", "9.5", "Downgraded")]
    [InlineData("v2.0.1-3", "v2.0.1-12", "Updated")]
    [InlineData("9.6", "9.6-1758184547", "Replaced")]
    [InlineData("stable", "latest", "Replaced")]
    public void Exchanged_tag_is_ordered_where_its_numbers_tell(string old, string now, string change) =>
        Assert.Equal($"{change} quay.io/a/b [{old}] [{now}] []", Only([Image($"quay.io/a/b:{old}")], [Image($"quay.io/a/b:{now}")]));

    [Fact]
    public void Tag_with_other_content_has_moved() =>
        Assert.Equal("Moved quay.io/a/b [1] [1] [2]", Only([Image("quay.io/a/b:1", "x"), Image("quay.io/a/b:2")], [Image("quay.io/a/b:1", "y"), Image("quay.io/a/b:2")]));

    [Fact]
    public void Dropped_tag_names_those_that_stay() =>
        Assert.Equal(
            "Removed quay.io/a/b [1] [] [2 10]",
            Only([Image("quay.io/a/b:1"), Image("quay.io/a/b:10"), Image("quay.io/a/b:2")], [Image("quay.io/a/b:10"), Image("quay.io/a/b:2")]));

    [Fact]
    public void Other_name_at_the_destination_is_a_change_of_its_own() =>
        Assert.Equal("Replaced quay.io/a/b [1] [1 (as web/b:1)] []", Only([Image("quay.io/a/b:1")], [Image("quay.io/a/b:1", target: "web/b:1")]));

    [Fact]
    public void Image_under_two_names_counts_once_in_bytes()
    {
        var diff = Compare(
            [Image("quay.io/gone/a:1", mebibytes: 7)],
            [Image("quay.io/new/b:1", target: "x/b:1", mebibytes: 3), Image("quay.io/new/b:1", target: "y/b:1", mebibytes: 3)]);

        Assert.Equal(3 * MiB, diff.NewBytes);
        Assert.Equal(7 * MiB, diff.GoneBytes);
        Assert.Single(diff.NewImages);
    }

    [Fact]
    public void Removals_come_first()
    {
        var diff = Compare(
            [Image("quay.io/a/gone:1"), Image("quay.io/a/moved:1", "x"), Image("quay.io/a/up:1")],
            [Image("quay.io/a/moved:1", "y"), Image("quay.io/a/new:1"), Image("quay.io/a/up:2")]);

        Assert.Equal([ChangeKind.Removed, ChangeKind.Moved, ChangeKind.Updated, ChangeKind.Added], diff.Changes.Select(change => change.Change));
    }
}
