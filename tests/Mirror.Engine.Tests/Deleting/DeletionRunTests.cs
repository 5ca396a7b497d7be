using Mirror.Engine.Deleting;
using Mirror.Engine.Planning;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Copying;
using Mirror.Sandbox.Images;

namespace Mirror.Engine.Tests.Deleting;

public sealed class DeletionRunTests
{
    private readonly ListedRemover _place = new();

    private async Task<IReadOnlyCollection<DeletedContent>> RunAsync(params Deletion[] plan)
    {
        var live = new LiveContent([], new DestinationNames(null, 0));
        return await new DeletionRun(_place, new RepositoryReader(_place, 4, new CopyProgress()), live, 4, new CopyProgress()).RunAsync(plan, TestContext.Current.CancellationToken);
    }

    private static Deletion Of(string? tag, Digest digest) => new("a/b", tag, digest, "x", "generic");

    [Fact]
    public async Task Signatures_go_before_what_they_sign_and_indexes_before_what_they_list()
    {
        var image = ImageBuilder.Simple("image");
        var inner = new IndexBuilder { Children = [image] }.Build();
        var outer = new IndexBuilder { Children = [inner] }.Build();
        var signature = new ArtifactBuilder { ArtifactType = "application/example", Subject = outer.Manifest.Descriptor }.Build();
        _place.Add("1", outer);
        _place.Add(null, signature);

        var results = await RunAsync(Of(null, image.Digest), Of("1", outer.Digest), Of(null, inner.Digest), Of(null, signature.Digest));

        Assert.Equal([signature.Digest, outer.Digest, inner.Digest, image.Digest], _place.Deleted);
        Assert.All(results, result => Assert.Equal(DeletionOutcome.Deleted, result.Outcome));
    }

    [Fact]
    public async Task One_that_fails_stops_no_other()
    {
        var (one, two) = (ImageBuilder.Simple("one"), ImageBuilder.Simple("two"));
        _place.Add("1", one);
        _place.Add("2", two);
        _place.Refused.Add(one.Digest);

        var results = await RunAsync(Of("1", one.Digest), Of("2", two.Digest));

        Assert.Equal(["1 Failed", "2 Deleted"], results.Select(result => $"{result.Deletion.Tag} {result.Outcome}").Order(StringComparer.Ordinal));
        Assert.Equal(MirrorErrors.RegistryForbidden, results.Single(result => result.Failure is not null).Failure!.Diagnostics[0].Code);
    }

    [Fact]
    public async Task All_tags_of_a_manifest_have_to_be_in_the_plan()
    {
        var image = ImageBuilder.Simple("image");
        _place.Add("1", image);
        _place.Add("2", image);

        var refused = await Assert.ThrowsAsync<MirrorException>(() => RunAsync(Of("1", image.Digest)));
        var results = await RunAsync(Of("1", image.Digest), Of("2", image.Digest));

        Assert.Equal("'a/b:1' can't be deleted: the tag '2' shows it too, and nobody says that it may go; name that tag too. Take it out of the plan; nothing was deleted.", refused.Diagnostics[0].Message);
        Assert.Equal(2, results.Count(result => result.Outcome == DeletionOutcome.Deleted));
        Assert.Single(_place.Deleted);
    }

    [Fact]
    public async Task Name_without_a_digest_means_what_it_shows()
    {
        var image = ImageBuilder.Simple("image");
        _place.Add("1", image);

        var results = await RunAsync(new Deletion("a/b", "1", null, "x", "generic"), new Deletion("a/b", "2", null, "x", "generic"));

        Assert.Equal(["1 Deleted", "2 Absent"], results.Select(result => $"{result.Deletion.Tag} {result.Outcome}").Order(StringComparer.Ordinal));
        Assert.Equal(image.Digest, results.Single(result => result.Deletion.Tag == "1").Deletion.Digest);
    }

    [Fact]
    public async Task Nothing_of_a_plan_goes_when_one_name_is_needed()
    {
        var child = ImageBuilder.Simple("child");
        _place.Add("index", new IndexBuilder { Children = [child] }.Build());
        var other = ImageBuilder.Simple("other");
        _place.Add("other", other);

        var refused = await Assert.ThrowsAsync<MirrorException>(() => RunAsync(Of(null, child.Digest), Of("other", other.Digest)));

        Assert.Equal(ExitCode.Policy, refused.ExitCode);
        Assert.Contains("the index 'a/b:index' lists it", Assert.Single(refused.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Empty(_place.Deleted);
    }
}
