using Mirror.Model.Oci;
using Mirror.Oci.Content;
using Mirror.Oci.Store;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;

namespace Mirror.Oci.Tests.Content;

public sealed class LayoutRemoverTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private string Blob(Digest digest) => _folder.Combine("blobs", "sha256", digest.Hex);

    private async Task AddAsync(string repository, string? tag, ImageContent image)
    {
        var blobs = new BlobFolder(_folder.Path);
        foreach (var content in image.AllBlobs())
        {
            await blobs.IngestAsync(content.Bytes, Token);
        }

        var destination = new LayoutDestination(_folder.Path);
        foreach (var manifest in image.AllManifests())
        {
            await destination.PushManifestAsync(repository, manifest.Digest == image.Digest ? tag : null, manifest, Token);
        }
    }

    private async Task<bool> HasAsync(string repository, Digest digest) =>
        await new LayoutRemover(_folder.Path).FindManifestAsync(repository, digest.ToString(), Token) is not null;

    [Fact]
    public async Task Digest_is_found_in_its_own_repositories_alone()
    {
        var (shared, other) = (ImageBuilder.Simple("shared"), ImageBuilder.Simple("other"));
        var index = new IndexBuilder { Children = [shared] }.Build();
        await AddAsync("a/one", "1", index);
        await AddAsync("b/two", "1", other);

        Assert.True(await HasAsync("a/one", index.Digest));
        Assert.True(await HasAsync("a/one", shared.Digest));
        Assert.True(await HasAsync("b/two", other.Digest));
        Assert.False(await HasAsync("a/one", other.Digest));
        Assert.False(await HasAsync("b/two", shared.Digest));
        Assert.False(await HasAsync("a", index.Digest));
    }

    [Fact]
    public async Task Deletion_in_a_repository_that_does_not_have_it_changes_nothing()
    {
        var image = ImageBuilder.Simple("image");
        await AddAsync("b/two", "1", image);
        var remover = new LayoutRemover(_folder.Path);

        var isDeleted = await remover.DeleteManifestAsync("a/one", image.Digest, Token);

        Assert.False(isDeleted);
        Assert.Equal(0, await remover.FreeAsync(Token));
        Assert.True(await HasAsync("b/two", image.Digest));
    }

    [Fact]
    public async Task Manifest_of_two_repositories_is_freed_with_the_last()
    {
        var image = ImageBuilder.Simple("image");
        await AddAsync("a/one", "1", image);
        await AddAsync("b/two", "1", image);

        await DeleteAsync("a/one", image.Digest);
        var isLeft = File.Exists(Blob(image.Digest));
        await DeleteAsync("b/two", image.Digest);

        Assert.True(isLeft);
        Assert.False(File.Exists(Blob(image.Digest)));
        Assert.Empty(Directory.EnumerateFiles(_folder.Combine("blobs", "sha256")));
    }

    [Fact]
    public async Task Referrer_without_a_tag_is_listed_for_its_subject()
    {
        var image = ImageBuilder.Simple("image");
        var signature = new ArtifactBuilder { ArtifactType = "application/example", Subject = image.Manifest.Descriptor }.Build();
        await AddAsync("a/one", "1", image);
        await AddAsync("a/one", null, signature);
        var remover = new LayoutRemover(_folder.Path);

        Assert.Equal([signature.Digest], await remover.ListReferrersAsync("a/one", image.Digest, _ => true, Token));
        Assert.Empty(await remover.ListReferrersAsync("b/two", image.Digest, _ => true, Token));
    }

    [Fact]
    public async Task Removal_that_was_killed_is_ended_by_the_next()
    {
        var (gone, kept) = (ImageBuilder.Simple("gone"), ImageBuilder.Simple("kept"));
        await AddAsync("a/one", "1", gone);
        await AddAsync("a/one", "2", kept);
        var before = Directory.EnumerateFiles(_folder.Combine("blobs", "sha256")).Count();

        // As a kill leaves it between the index and the files: the name is gone, one of the files too.
        var files = gone.AllManifests().Select(manifest => manifest.Digest).Concat(gone.AllBlobs().Select(content => content.Descriptor.Digest)).Distinct().ToList();
        _folder.WriteFile(".removing", string.Concat(files.Append(kept.Digest).Select(digest => $"{digest}\n")) + "not a digest\n");
        await new LayoutIndex(_folder.Path).RemoveAsync(entry => entry.Digest == gone.Digest, Token);
        File.Delete(Blob(gone.Digest));

        await new LayoutRemover(_folder.Path).FreeAsync(Token);

        Assert.Equal(before - files.Count, Directory.EnumerateFiles(_folder.Combine("blobs", "sha256")).Count());
        Assert.True(await HasAsync("a/one", kept.Digest));
        Assert.False(File.Exists(_folder.Combine(".removing")));
    }

    private async Task DeleteAsync(string repository, Digest digest)
    {
        var remover = new LayoutRemover(_folder.Path);
        Assert.True(await remover.DeleteManifestAsync(repository, digest, Token));
        await remover.FreeAsync(Token);
    }
}
