using Mirror.Engine.Deleting;
using Mirror.Engine.Planning;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Oci.Copying;
using Mirror.Sandbox.Images;

namespace Mirror.Engine.Tests.Deleting;

public sealed class DeletionPlannerTests
{
    private static readonly string[] Repositories = ["c/three", "a/one", "d/four", "b/two"];

    private readonly ListedRemover _place = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The limit of time is for the hang that is tested for alone; it is never reached otherwise.
    [Fact(Timeout = 120_000)]
    public async Task Repositories_and_referrers_are_asked_side_by_side_and_planned_in_their_order()
    {
        var (one, two) = (ImageBuilder.Simple("one"), ImageBuilder.Simple("two"));
        _place.Add("1", one);
        _place.Add("2", two);
        var candidates = Repositories.SelectMany(repository => new[] { Candidate(repository, "2", two), Candidate(repository, "1", one) }).ToList();

        var plan = await PlanAsync(new MeetingRemover(_place, Repositories.Length, 2 * Repositories.Length), candidates);

        Assert.Equal(
            ["a/one:1", "a/one:2", "b/two:1", "b/two:2", "c/three:1", "c/three:2", "d/four:1", "d/four:2"], plan.Deletions.Select(deletion => deletion.Name));
        Assert.Equal((8, 0, candidates.Sum(candidate => candidate.Image.Size)), (plan.Manifests, plan.Absent, plan.Bytes));
    }

    [Fact(Timeout = 120_000)]
    public async Task Execution_reads_repositories_side_by_side_too()
    {
        var image = ImageBuilder.Simple("image");
        _place.Add("1", image);
        var place = new MeetingRemover(_place, Repositories.Length, 0);
        var run = new DeletionRun(place, new RepositoryReader(place, 4, new CopyProgress()), new LiveContent([], new DestinationNames(null, 0)), 4, new CopyProgress());

        var results = await run.RunAsync([.. Repositories.Select(repository => new Deletion(repository, "1", image.Digest, "x", "generic"))], Token);

        Assert.Equal(Repositories.Length, results.Count);
        Assert.Contains(image.Digest, _place.Deleted);
    }

    [Fact]
    public async Task Progress_counts_every_tag()
    {
        var image = ImageBuilder.Simple("image");
        foreach (var tag in Enumerable.Range(0, 20))
        {
            _place.Add($"t{tag}", image);
        }

        var progress = new CopyProgress();
        await PlanAsync(_place, [Candidate("a/one", "t1", image)], progress);

        Assert.Equal((20, 20), (progress.ImagesDone, progress.ImagesTotal));
    }

    private static Task<DeletionPlan> PlanAsync(Mirror.Oci.Content.IImageRemover place, IEnumerable<DeletionCandidate> candidates, CopyProgress? progress = null)
    {
        var names = new DestinationNames(null, 0);
        var live = new LiveContent([], names);
        return new DeletionPlanner(place, new RepositoryReader(place, 8, progress ?? new CopyProgress()), live, new ReleaseLeftovers(place, names, live), 8).PlanAsync(candidates, Token);
    }

    private static DeletionCandidate Candidate(string repository, string tag, ImageContent image)
    {
        var origin = ImageReference.Docker("quay.io", repository, tag: tag);
        var target = new TargetName(repository, tag);
        return new DeletionCandidate(new PlannedImage(ImageKind.Additional, origin, origin.WithDigest(image.Digest), target, 100), target);
    }
}
