using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Store;

namespace Mirror.Oci.Tests.Store;

public sealed class BlobFolderTests : IDisposable
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("layer");
    private static readonly Descriptor Expected = new(MediaTypes.OciLayer, Digest.Of(Content), Content.Length);

    private readonly string _root = Directory.CreateTempSubdirectory("mirror-").FullName;
    private readonly BlobFolder _folder;

    public BlobFolderTests() => _folder = new BlobFolder(_root);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ingested_blob_is_read_back()
    {
        await _folder.IngestAsync(Expected, new MemoryStream(Content), Token);

        Assert.Equal(Content, await _folder.FindBytesAsync(Expected.Digest, 100, Token));
        Assert.Equal([Expected.Digest], _folder.Enumerate());
    }

    [Theory]
    [InlineData("lay", "MIR4002")]
    [InlineData("layers", "MIR4002")]
    [InlineData("liars", "MIR4001")]
    public async Task Wrong_content_is_refused_and_leaves_nothing(string content, string code)
    {
        var failure = await Assert.ThrowsAsync<MirrorException>(
            () => _folder.IngestAsync(Expected, new MemoryStream(Encoding.UTF8.GetBytes(content)), Token));

        Assert.Equal(code, failure.Diagnostics[0].Code.Id);
        Assert.Empty(Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Blob_that_rotted_on_the_disk_is_not_delivered()
    {
        await _folder.IngestAsync(Expected, new MemoryStream(Content), Token);
        await File.WriteAllTextAsync(_folder.PathOf(Expected.Digest), "lAyer", Token);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _folder.FindBytesAsync(Expected.Digest, 100, Token));

        Assert.Equal("MIR4001", failure.Diagnostics[0].Code.Id);
    }

    [Fact]
    public async Task Present_blob_is_not_read_again()
    {
        await _folder.IngestAsync(Expected, new MemoryStream(Content), Token);
        var second = new MemoryStream(Content);

        await _folder.IngestAsync(Expected, second, Token);

        Assert.Equal(0, second.Position);
    }

    [Fact]
    public async Task Files_of_dead_writers_are_removed_and_those_of_living_ones_stay()
    {
        var incoming = Directory.CreateDirectory(Path.Combine(_root, "incoming")).FullName;
        var dead = Path.Combine(incoming, "2147483000-dead");
        var living = Path.Combine(incoming, $"{Environment.ProcessId}-living");
        await File.WriteAllTextAsync(dead, "half", Token);
        await File.WriteAllTextAsync(living, "half", Token);

        _folder.RemoveAbandoned();

        Assert.False(File.Exists(dead));
        Assert.True(File.Exists(living));
    }

    [Fact]
    public void Absent_blob_is_null()
    {
        Assert.Null(_folder.Find(Expected));
    }
}
