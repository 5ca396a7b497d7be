using Mirror.Oci.Layers;

namespace Mirror.Oci.Tests.Layers;

public sealed class LayerStackTests
{
    [Fact]
    public async Task Upper_layer_replaces_files_and_leaves_the_rest()
    {
        var files = await TestArchive.ReadStackAsync(
            "m",
            TestArchive.Source(("m/a", "old"), ("m/b", "kept"), ("other/c", "unwanted")),
            TestArchive.Source(("m", null), ("m/a", "new")));

        Assert.Equal([("m/a", "new"), ("m/b", "kept")], Sorted(files));
    }

    [Fact]
    public async Task White_out_hides_a_file_and_a_whole_folder()
    {
        var files = await TestArchive.ReadStackAsync(
            "m",
            TestArchive.Source(("m/a", "1"), ("m/sub/b", "2"), ("m/sub/deep/c", "3"), ("m/subway", "4")),
            TestArchive.Source(("m/.wh.a", ""), ("m/.wh.sub", "")));

        Assert.Equal([("m/subway", "4")], Sorted(files));
    }

    [Fact]
    public async Task White_out_of_a_folder_above_hides_what_is_asked_for()
    {
        var files = await TestArchive.ReadStackAsync("x/m", TestArchive.Source(("x/m/a", "1")), TestArchive.Source((".wh.x", "")));

        Assert.Empty(files);
    }

    [Fact]
    public async Task White_out_does_not_touch_its_own_layer_wherever_it_stands()
    {
        var files = await TestArchive.ReadStackAsync(
            "m",
            TestArchive.Source(("m/a", "old"), ("m/b", "old")),
            TestArchive.Source(("m/new", "new"), ("m/.wh..wh..opq", ""), ("m/a", "new"), (".wh.m", "")));

        Assert.Equal([("m/a", "new"), ("m/new", "new")], Sorted(files));
    }

    [Fact]
    public async Task Removed_file_can_come_back_in_a_higher_layer()
    {
        var files = await TestArchive.ReadStackAsync(
            "m", TestArchive.Source(("m/a", "1")), TestArchive.Source(("m/.wh.a", "")), TestArchive.Source(("m/a", "3")));

        Assert.Equal([("m/a", "3")], Sorted(files));
    }

    [Fact]
    public async Task File_in_place_of_a_folder_hides_what_was_in_it_and_the_reverse()
    {
        var files = await TestArchive.ReadStackAsync(
            "m",
            TestArchive.Source(("m/a/b", "1"), ("m/c", "2")),
            TestArchive.Source(("m/a", "file"), ("m/c/d", "3")));

        Assert.Equal([("m/a", "file"), ("m/c/d", "3")], Sorted(files));
    }

    [Fact]
    public async Task Later_entry_of_the_same_path_wins_within_a_layer()
    {
        var files = await TestArchive.ReadStackAsync("m", TestArchive.Source(("m/a", "1"), ("m/a", "2")));

        Assert.Equal([("m/a", "2")], Sorted(files));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Random_stacks_look_as_if_they_were_unpacked_one_by_one(int seed)
    {
        var random = new Random(seed);
        string[] paths = ["m/a", "m/b", "m/s/a", "m/s/b", "m/s/t/a", "m/.wh.a", "m/.wh.s", "m/s/.wh..wh..opq", "m/s/.wh.t", "m/.wh..wh..opq"];
        for (var round = 0; round < 200; round++)
        {
            var layers = Enumerable.Range(0, random.Next(1, 5))
                .Select(layer => random.GetItems(paths, random.Next(1, 6)).Distinct()
                    .Select(path => (path, Content: path.Contains(".wh.", StringComparison.Ordinal) ? "" : $"{layer}")).ToArray())
                .ToArray();

            var files = await TestArchive.ReadStackAsync(
                "m", [.. layers.Select(layer => TestArchive.Source([.. layer.Select(entry => (entry.path, (string?)entry.Content))]))]);

            Assert.Equal(Unpack(layers), Sorted(files));
        }
    }

    private static IEnumerable<(string, string)> Sorted(Dictionary<string, string> files) =>
        files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (file.Key, file.Value));

    /// <summary>The definition: remove from what is there, then add.</summary>
    private static IEnumerable<(string, string)> Unpack((string Path, string Content)[][] layers)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            foreach (var (path, _) in layer.Where(entry => entry.Path.Contains(".wh.", StringComparison.Ordinal)))
            {
                var folder = path[..path.LastIndexOf('/')];
                var name = path[(path.LastIndexOf('/') + 1)..];
                var removed = name == ".wh..wh..opq" ? folder : $"{folder}/{name[4..]}";
                foreach (var file in files.Keys.Where(file => file == removed || file.StartsWith(removed + "/", StringComparison.Ordinal)).ToList())
                {
                    files.Remove(file);
                }
            }

            foreach (var (path, content) in layer.Where(entry => !entry.Path.Contains(".wh.", StringComparison.Ordinal)))
            {
                files[path] = content;
            }
        }

        return Sorted(files);
    }
}
