using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Testing;

namespace Mirror.Model.Tests.Locking;

public sealed class LockThreeWayMergeTests
{
    private static LockedImageSource Image(string name, string content) => new()
    {
        Key = $"images/quay.io/{name}:1",
        InputHash = TestDigest.Of(name),
        Requested = $"quay.io/{name}:1",
        Name = ImageReference.Parse($"quay.io/{name}:1"),
        Resolved = new LockedImage(ImageReference.Docker("quay.io", name, digest: TestDigest.Of(content)), 1),
        Target = new TargetName(name, "1"),
    };

    private static LockedOperatorSource Operators(string catalog, string[] blocked, params (string Name, string Version)[] packages) => new()
    {
        Key = "operators/quay.io/index:1",
        InputHash = TestDigest.Of("input"),
        Requested = "quay.io/index:1",
        Name = ImageReference.Parse("quay.io/index:1"),
        Resolved = new LockedImage(ImageReference.Docker("quay.io", "index", digest: TestDigest.Of(catalog)), 1),
        Derived = new LockedCatalog(TestDigest.Of(string.Concat(packages)), 1),
        Target = new TargetName("index", "1"),
        Blocked = blocked,
        Packages =
        [
            .. packages.Select(package => new LockedOperatorPackage(package.Name)
            {
                Requested = "",
                Channels = [new LockedOperatorChannel("c", [$"{package.Name}.v{package.Version}"])],
                Bundles = [new LockedOperatorBundle($"{package.Name}.v{package.Version}") { Version = package.Version }],
            }),
        ],
    };

    private static LockFile Lock(params LockedSource[] sources) => LockFile.Empty.With(sources);

    private static MergedLock Merge(LockFile? ancestor, LockFile ours, LockFile theirs, params string[] moves) =>
        LockThreeWayMerge.Merge(ancestor, ours, theirs, (key, part) => moves.Contains(part ?? key));

    private static IEnumerable<string> Clauses(MergedLock merged) => merged.Conflicts.Select(conflict => $"{conflict.Clause} ({conflict.Update})");

    private static LockedGraphSource Graph(string data, string image, string built) => new()
    {
        Key = LockedGraphSource.SourceKey,
        InputHash = TestDigest.Of("input"),
        Requested = "graph",
        Data = new Descriptor(LockedGraphSource.DataType, TestDigest.Of(data), 1),
        Base = new LockedImage(ImageReference.Docker("quay.io", "ubi", digest: TestDigest.Of(image)), 1),
        GraphImage = TestDigest.Of(built),
        Size = 1,
    };

    private static string[] Packages(MergedLock merged) =>
        [.. ((LockedOperatorSource)merged.Lock.Sources["operators/quay.io/index:1"]).Packages.Select(package => $"{package.Name} {package.Bundles[0].Version}")];

    [Fact]
    public void What_one_side_changed_is_taken_from_it()
    {
        var ancestor = Lock(Image("a", "1"), Image("b", "1"), Image("removed", "1"));
        var ours = Lock(Image("a", "2"), Image("b", "1"), Image("removed", "1"), Image("ours", "1"));
        var theirs = Lock(Image("a", "1"), Image("b", "2"), Image("theirs", "1"));

        var merged = Merge(ancestor, ours, theirs);

        Assert.Empty(merged.Conflicts);
        Assert.Equal([Image("a", "2"), Image("b", "2"), Image("ours", "1"), Image("theirs", "1")], merged.Lock.Sources.Values.Cast<LockedImageSource>());
    }

    [Fact]
    public void What_both_sides_changed_is_a_conflict_unless_they_agree()
    {
        var ancestor = Lock(Image("a", "1"), Image("b", "1"));

        var merged = Merge(ancestor, Lock(Image("a", "2"), Image("b", "2")), Lock(Image("a", "3"), Image("b", "2")));

        Assert.Equal(["'images/quay.io/a:1' was changed on both sides (images/quay.io/a:1)"], Clauses(merged));
        Assert.Equal(Image("b", "2"), merged.Lock.Sources["images/quay.io/b:1"]);
    }

    [Fact]
    public void Removal_against_a_change_is_a_conflict()
    {
        var merged = Merge(Lock(Image("a", "1")), Lock(), Lock(Image("a", "2")));

        Assert.Single(merged.Conflicts);
    }

    [Fact]
    public void Operators_of_one_catalog_are_merged_one_by_one()
    {
        var ancestor = Operators("1", ["x", "y"], ("bar", "1"), ("foo", "1"), ("old", "1"));
        var ours = Operators("1", ["x", "z"], ("bar", "1"), ("foo", "2"), ("old", "1"));
        var theirs = Operators("2", ["x", "y"], ("bar", "2"), ("foo", "1"), ("new", "1"));

        var merged = Merge(Lock(ancestor), Lock(ours), Lock(theirs));

        Assert.Empty(merged.Conflicts);
        Assert.Equal(["bar 2", "foo 2", "new 1"], Packages(merged));
        Assert.Equal(["x", "z"], merged.Lock.Sources.Values.Single().Blocked);
        Assert.Equal([theirs.Resolved], merged.Catalogs.Values.Single());
    }

    [Fact]
    public void Two_catalogs_stay_candidates_in_an_order_of_their_own()
    {
        var ancestor = Operators("1", [], ("foo", "1"), ("bar", "1"));
        var ours = Operators("2", [], ("foo", "2"), ("bar", "1"));
        var theirs = Operators("3", [], ("foo", "1"), ("bar", "2"));

        var merged = Merge(Lock(ancestor), Lock(ours), Lock(theirs));
        var swapped = Merge(Lock(ancestor), Lock(theirs), Lock(ours));

        Assert.Equal(2, merged.Catalogs.Values.Single().Count);
        Assert.Equal(merged.Catalogs.Values.Single(), swapped.Catalogs.Values.Single());
        Assert.Equal(Packages(merged), Packages(swapped));
    }

    [Fact]
    public void One_operator_changed_on_both_sides_is_named()
    {
        var merged = Merge(
            Lock(Operators("1", [], ("foo", "1"))), Lock(Operators("1", [], ("foo", "2"))), Lock(Operators("1", [], ("foo", "3"))));

        Assert.Equal(["the operator 'foo' of 'operators/quay.io/index:1' was changed on both sides (foo)"], Clauses(merged));
    }

    [Fact]
    public void Without_an_ancestor_what_is_equal_or_on_one_side_alone_stays()
    {
        var merged = Merge(null, Lock(Image("a", "1"), Image("b", "1")), Lock(Image("a", "1"), Image("c", "1")));

        Assert.Empty(merged.Conflicts);
        Assert.Equal(3, merged.Lock.Sources.Count);
        Assert.Single(Merge(null, Lock(Image("a", "1")), Lock(Image("a", "2"))).Conflicts);
    }

    [Fact]
    public void What_is_to_move_anyway_is_ours_until_then()
    {
        var ancestor = Lock(Image("a", "1"), Image("b", "1"), Operators("1", [], ("bar", "1"), ("foo", "1")));
        var ours = Lock(Image("a", "2"), Image("b", "1"), Operators("1", [], ("bar", "1"), ("foo", "2")));
        var theirs = Lock(Image("a", "3"), Image("b", "2"), Operators("1", [], ("bar", "2"), ("foo", "3")));

        var merged = Merge(ancestor, ours, theirs, "images/quay.io/a:1", "foo");

        Assert.Empty(merged.Conflicts);
        Assert.Equal([Image("a", "2"), Image("b", "2")], merged.Lock.Sources.Values.OfType<LockedImageSource>());
        Assert.Equal(["bar 2", "foo 2"], Packages(merged));
    }

    [Fact]
    public void Graph_data_and_their_base_are_merged_apart()
    {
        var ancestor = Lock(Graph("1", "1", "11"));

        var mixed = Merge(ancestor, Lock(Graph("2", "1", "21")), Lock(Graph("1", "2", "12")));
        var theirs = Merge(ancestor, Lock(Graph("2", "1", "21")), Lock(Graph("2", "2", "22")));

        Assert.Empty(mixed.Conflicts);
        Assert.True(mixed.IsGraphMixed);
        var graph = Assert.IsType<LockedGraphSource>(mixed.Lock.Sources.Values.Single());
        Assert.Equal((TestDigest.Of("2"), TestDigest.Of("2")), (graph.Data.Digest, graph.Base.Digest));
        Assert.Empty(theirs.Conflicts);
        Assert.False(theirs.IsGraphMixed);
        Assert.Equal(Graph("2", "2", "22"), theirs.Lock.Sources.Values.Single());
    }

    [Fact]
    public void Graph_data_moved_on_both_sides_are_named()
    {
        var (ancestor, ours, theirs) = (Lock(Graph("1", "1", "11")), Lock(Graph("2", "2", "22")), Lock(Graph("3", "3", "33")));

        Assert.Equal(
            [
                $"the graph data of 'platform/graph' were moved on both sides, to '{TestDigest.Of("2")}' and to '{TestDigest.Of("3")}' (platform/graph)",
                $"the base image of 'platform/graph' was moved on both sides, to 'quay.io/ubi@{TestDigest.Of("2")}' and to 'quay.io/ubi@{TestDigest.Of("3")}' (platform/graph)",
            ],
            Clauses(Merge(ancestor, ours, theirs)));
        Assert.Equal(Graph("2", "2", "22"), Merge(ancestor, ours, theirs, "platform/graph").Lock.Sources.Values.Single());
    }
}
