using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Store;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Store;

public sealed class LayoutIndexTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mirror-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Descriptor Entry(string name, string content) => new(MediaTypes.OciManifest, TestDigest.Of(content), 7)
    {
        Annotations = new Dictionary<string, string> { [LayoutIndex.RefName] = name },
    };

    [Fact]
    public async Task Entry_replaces_the_one_of_its_name_and_others_stay()
    {
        var index = new LayoutIndex(_root);
        await index.AddAsync([Entry("b:1", "old"), Entry("a:1", "other")], Token);

        await index.AddAsync([Entry("b:1", "new")], Token);

        var entries = await index.ReadAsync(Token);
        Assert.Equal(["a:1", "b:1"], entries.Select(LayoutIndex.NameOf));
        Assert.Equal(TestDigest.Of("new"), entries[1].Digest);
    }

    [Fact]
    public async Task Concurrent_writers_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => new LayoutIndex(_root).AddAsync([Entry($"image{i}:1", "x")], Token)));

        Assert.Equal(20, (await new LayoutIndex(_root).ReadAsync(Token)).Count);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"manifests\":[{\"digest\":\"sha256:1\"}]}")]
    public async Task Wrong_index_is_an_error_and_not_an_empty_one(string text)
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "index.json"), text, Token);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => new LayoutIndex(_root).ReadAsync(Token));

        Assert.Equal("MIR4004", failure.Diagnostics[0].Code.Id);
    }
}
