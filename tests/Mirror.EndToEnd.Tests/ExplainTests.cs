using Mirror.Engine;
using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;

namespace Mirror.EndToEnd.Tests;

/// <summary>Why an image is in the mirror, by every name that people have for it.</summary>
public sealed class ExplainTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private TestRegistry _source = null!;
    private ImageContent _one = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        var common = Layer.Random("common", 2000);
        _one = new ImageBuilder { Layers = [common, Layer.Random("one", 1000)] }.Build();
        var two = new ImageBuilder { Layers = [common, Layer.Random("two", 1000)] }.Build();
        await _source.Client.PushImageAsync(_source.BaseUri, "a/one", "1", _one, Token);
        await _source.Client.PushImageAsync(_source.BaseUri, "a/two", "1", two, Token);
        _workspace.Configure("name: quay.io/a/one:1", "name: quay.io/a/one:1\ntargetRepo: web/one", "name: quay.io/a/two:1");
        await _workspace.LockAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _workspace.Dispose();
    }

    private async Task<string> ExplainAsync(string? image)
    {
        var said = new List<string>();
        using var engine = _workspace.NewEngine(_workspace.Options("docker://registry.example.com/ocp") with { Images = image is null ? [] : [image] }, said.Add);
        await engine.ExplainAsync(Token);
        return Assert.Single(said);
    }

    [Fact]
    public async Task Every_way_to_the_image_is_told_with_place_destination_and_layers()
    {
        var text = await ExplainAsync("quay.io/a/one:1");

        Assert.Equal(
            [
                $"quay.io/a/one@{_one.Manifest.Digest}",
                "  called       quay.io/a/one:1",
                "  destination  docker://registry.example.com/ocp/a/one:1",
                "  destination  docker://registry.example.com/ocp/web/one:1",
                "  because      mirror/imageset.yaml(5,5): images/quay.io/a/one:1",
                "  because      mirror/imageset.yaml(6,5): images/quay.io/a/one:1 as web/one",
                "",
            ],
            text.Split('\n').Where(line => !line.StartsWith("  size", StringComparison.Ordinal) && !line.StartsWith("  layers", StringComparison.Ordinal)));
        Assert.Matches(@"\n  size         \d+(\.\d)? KiB\n", text);
        Assert.Matches(@"\n  layers       1 \(\d+(\.\d)? KiB\) shared with quay\.io/a/two:1\n", text);
    }

    [Fact]
    public async Task Image_is_found_by_each_of_its_names()
    {
        var expected = await ExplainAsync("quay.io/a/one:1");

        foreach (var name in (string[])["docker://quay.io/a/one:1", "quay.io/a/one", "a/one", "one", "one:1", _one.Manifest.Digest.ToString(), _one.Manifest.Digest.Hex[..8], $"sha256:{_one.Manifest.Digest.Hex[..6]}", $"quay.io/a/one@{_one.Manifest.Digest}"])
        {
            Assert.Equal(expected, await ExplainAsync(name));
        }
    }

    [Fact]
    public async Task Only_the_way_to_a_name_at_the_destination_is_told()
    {
        var text = await ExplainAsync("ocp/web/one:1");

        Assert.Contains("web/one", text, StringComparison.Ordinal);
        Assert.DoesNotContain("imageset.yaml(5,5)", text, StringComparison.Ordinal);
        Assert.Equal(text, await ExplainAsync("docker://registry.example.com/ocp/web/one:1"));
        Assert.Equal(text, await ExplainAsync("registry.example.com/ocp/web/one:1"));
    }

    [Fact]
    public async Task Store_that_knows_nothing_says_nothing_about_layers()
    {
        Directory.Delete(_workspace.Folder.Combine("store"), recursive: true);

        Assert.Contains("  layers       not known: the store does not hold its manifests\n", await ExplainAsync("one"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_that_is_not_there_gets_a_suggestion()
    {
        var failure = await Assert.ThrowsAsync<MirrorException>(() => ExplainAsync("quay.io/a/oen"));
        var brief = await Assert.ThrowsAsync<MirrorException>(() => ExplainAsync("sha256:0a1"));
        var missing = await Assert.ThrowsAsync<MirrorException>(() => ExplainAsync(null));

        Assert.Equal("error MIR2022: No image of 'mirror/mirror.lock.json' is called 'quay.io/a/oen'; did you mean 'one'?", failure.Diagnostics[0].ToString());
        Assert.Equal("error MIR2022: 'sha256:0a1' is not enough of a digest; give 6 of its digits or more, in lower case.", brief.Diagnostics[0].ToString());
        Assert.Equal(ExitCode.Configuration, failure.ExitCode);
        Assert.Equal(MirrorErrors.ExplainWithoutImage, missing.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Blocked_image_is_explained_by_the_expression_that_excludes_it()
    {
        File.AppendAllText(_workspace.Folder.Combine("mirror", "imageset.yaml"), "  blockedImages:\n  - name: a/two\n");
        await _workspace.LockAsync(Token);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => ExplainAsync("quay.io/a/two:1"));

        Assert.Equal(
            "mirror/imageset.yaml(10,5): error MIR2022: No image of 'mirror/mirror.lock.json' is called 'quay.io/a/two:1', and the expression 'a/two' of 'blockedImages' excludes what is.",
            failure.Diagnostics[0].ToString());
    }
}
