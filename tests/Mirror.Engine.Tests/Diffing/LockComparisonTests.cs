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

    [Fact]
    public void Release_that_goes_on_in_its_minor_version_is_updated_and_another_minor_version_is_dropped_and_added()
    {
        var bumped = Compare([Channel("stable-4.20", ["4.20.8"])], [Channel("stable-4.20", ["4.20.10"])]);
        var moved = Compare([Channel("stable-4.19", ["4.19.5"])], [Channel("stable-4.20", ["4.20.10"])]);

        Assert.Equal(["Updated Release 4.20 (amd64)"], Lines(bumped));
        Assert.Equal(
            ["Removed ReleaseChannel stable-4.19", "Removed Release 4.19 (amd64)", "Added ReleaseChannel stable-4.20", "Added Release 4.20 (amd64)"],
            Lines(moved));
    }

    [Fact]
    public void Release_that_another_channel_still_brings_is_not_dropped() =>
        Assert.Equal(
            ["Removed ReleaseChannel fast-4.20"],
            Lines(Compare([Channel("fast-4.20", ["4.20.8"]), Channel("stable-4.20", ["4.20.8"])], [Channel("stable-4.20", ["4.20.8"])])));

    [Fact]
    public void Operators_go_along_with_a_catalog_of_the_next_version()
    {
        const string Catalog = "registry.redhat.io/redhat/redhat-operator-index";

        var diff = Compare(
            [Operators($"{Catalog}:v4.19", "Monday", "logging", ("stable", ["6.3.1"]))],
            [Operators($"{Catalog}:v4.20", "Monday", "logging", ("stable", ["6.3.2", "6.3.1"]))]);

        Assert.Equal(["Updated Catalog registry.redhat.io/redhat/redhat-operator-index", "Updated OperatorChannel logging/stable", "Added Operator logging"], Lines(diff));
        Assert.All(diff.Changes.Skip(1), change => Assert.Equal($"{Catalog}:v4.20", change.Scope));
    }

    [Fact]
    public void Channel_and_bundle_that_go_are_removed_while_the_operator_stays() =>
        Assert.Equal(
            ["Removed Operator logging", "Removed OperatorChannel logging/stable-6.2"],
            Lines(Compare(
                [Operators("quay.io/c:1", "Monday", "logging", ("stable-6.2", ["6.2.4"]), ("stable-6.3", ["6.3.1"]))],
                [Operators("quay.io/c:1", "Monday", "logging", ("stable-6.3", ["6.3.1"]))])));

    [Fact]
    public void Images_of_a_chart_are_told_only_when_their_tags_move()
    {
        var updated = Compare([Chart("c", "1.0.0", Image("quay.io/a/b:1"))], [Chart("c", "1.1.0", Image("quay.io/a/b:2"))]);
        var moved = Compare([Chart("c", "1.0.0", Image("quay.io/a/b:1", "x"))], [Chart("c", "1.0.0", Image("quay.io/a/b:1", "y"))]);

        Assert.Equal(["Updated Chart c"], Lines(updated));
        Assert.Equal("https://charts.example.com/stable", updated.Changes[0].Scope);
        Assert.Equal(["Moved Image quay.io/a/b"], Lines(moved));
    }

    [Fact]
    public void Signatures_are_compared_for_images_that_both_locks_were_told_of()
    {
        var image = Image("quay.io/a/b:1");
        var other = Image("quay.io/a/c:1");
        var old = Snapshot("old", image, other).Signed([], (image, ["one", "two"]));
        var now = Snapshot("now", image, other).Signed([], (image, ["two", "three"]), (other, ["four"]));

        var change = Assert.Single(LockComparison.Compare(old, now).Signatures);

        Assert.Equal(image.Resolved.Image, change.Image);
        Assert.Equal([$"signature {Mirror.Testing.TestDigest.Of("one").ToShortString()}"], change.Lost);
        Assert.Equal([$"signature {Mirror.Testing.TestDigest.Of("three").ToShortString()}"], change.Gained);
    }

    private static IEnumerable<string> Lines(LockDiff diff) => diff.Changes.Select(change => $"{change.Change} {change.Kind} {change.Line}");
}
