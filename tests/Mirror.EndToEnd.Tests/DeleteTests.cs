using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;

namespace Mirror.EndToEnd.Tests;

/// <summary>Deletion by a plan that was written, reviewed and executed.</summary>
public sealed class DeleteTests : DeletionTests
{
    [Fact]
    public async Task Plan_is_written_reviewed_and_executed()
    {
        var multi = IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64");
        await PushAsync("a/multi", "1", multi);
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var old = await PublishAsync("a/multi:1", "a/keep:1");
        await PublishAsync("a/keep:1");

        var planned = await RunAsync(
            (engine, token) => engine.DeletePlanAsync(token),
            options => Named(options, "  - name: quay.io/a/multi:1\n") with { Base = new BaseFile(old) });
        var plan = Plan;
        var deletionsBefore = await DeletionsAsync();
        var deleted = await RunAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = PlanPath });
        var again = await RunAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = PlanPath });

        Assert.StartsWith("wrote 'output/delete/delete-images.yaml': 3 manifests with 3 names, ", planned.Message, StringComparison.Ordinal);
        Assert.EndsWith("(0 gone already, 0 still needed). Review it, then run '--target Delete --plan output/delete/delete-images.yaml'", planned.Message, StringComparison.Ordinal);
        var children = multi.Children.Select(child => child.Digest.ToString()).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(
            $"""
            ---
            apiVersion: mirror.openshift.io/v2alpha1
            items:
            - digest: {multi.Digest}
              imageName: quay.io/a/multi:1
              imageReference: docker://REGISTRY/ocp/a/multi:1
              type: generic
            - digest: {children[0]}
              imageName: quay.io/a/multi@{children[0]}
              imageReference: docker://REGISTRY/ocp/a/multi@{children[0]}
              type: generic
            - digest: {children[1]}
              imageName: quay.io/a/multi@{children[1]}
              imageReference: docker://REGISTRY/ocp/a/multi@{children[1]}
              type: generic
            kind: DeleteImageList

            """,
            plan);
        Assert.Equal(0, deletionsBefore);
        Assert.Equal("deleted 3 names (0 gone already, 0 moved on); the registry frees the space when its owner runs its garbage collection", deleted.Message);
        Assert.True(again.IsUpToDate);
        Assert.Contains("\"outcome\": \"absent\"", Workspace.Output("delete", "delete-report.json"), StringComparison.Ordinal);
        Assert.False(await IsThereAsync("a/multi@1"));
        await PullAsync("a/keep:1");
    }

    [Fact]
    public async Task Stale_tag_goes_when_it_is_named()
    {
        var image = ImageBuilder.Simple("image");
        await PushAsync("a/image", "2", image);
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var old = await PublishAsync("a/image:2", "a/keep:1");
        await Client.PushImageAsync(DestinationRegistry.BaseUri, "ocp/a/image", "1", image, Token);
        await PublishAsync("a/keep:1");

        await RunAsync(
            (engine, token) => engine.DeletePlanAsync(token),
            options => Named(options, "  - name: quay.io/a/image:1\n  - name: quay.io/a/image:2\n") with { Base = new BaseFile(old) });
        var deleted = await RunAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = PlanPath });

        Assert.StartsWith("deleted 2 names (0 gone already, 0 moved on)", deleted.Message, StringComparison.Ordinal);
        Assert.False(await IsThereAsync("a/image@1"));
    }

    [Fact]
    public async Task Additional_image_that_no_lock_knows_is_found_by_its_name()
    {
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        await PublishAsync("a/keep:1");
        await Client.PushImageAsync(DestinationRegistry.BaseUri, "ocp/b/stray", "1", ImageBuilder.Simple("stray"), Token);

        await RunAsync((engine, token) => engine.DeletePlanAsync(token), options => Named(options, "  - name: quay.io/b/stray:1\n"));
        var failure = await RefusedAsync((engine, token) => engine.DeletePlanAsync(token), options => Named(options, "  - name: quay.io/b/nowhere:1\n"));

        Assert.Contains("imageReference: docker://REGISTRY/ocp/b/stray:1\n", Plan, StringComparison.Ordinal);
        Assert.Equal(
            "mirror/delete.yaml(5,5): error MIR5106: 'images/quay.io/b/nowhere:1' is in none of the locks 'mirror/mirror.lock.json'. Name the lock that it was mirrored with: '--base FILE' or '--base git:REVISION'.",
            Assert.Single(failure.Diagnostics).ToString());
    }

    [Fact]
    public async Task Tag_that_has_moved_on_since_the_plan_stays()
    {
        await PushAsync("a/image", "1", ImageBuilder.Simple("image"));
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var old = await PublishAsync("a/keep:1", "a/image:1");
        await PublishAsync("a/keep:1");
        await RunAsync((engine, token) => engine.DeletePlanAsync(token), options => options with { Base = new BaseFile(old) });
        await Client.PushImageAsync(DestinationRegistry.BaseUri, "ocp/a/image", "1", ImageBuilder.Simple("another"), Token);

        var result = await RunAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = PlanPath });

        Assert.True(result.IsUpToDate, result.Message);
        Assert.Contains(Workspace.Warnings, warning => warning.Code == MirrorErrors.TagMoved);
        await PullAsync("a/image:1");
    }

    [Fact]
    public async Task Tags_of_single_images_are_asked_for_by_HEAD_and_indexes_are_read()
    {
        await PushAsync("a/image", "old", ImageBuilder.Simple("old"));
        await PushAsync("a/image", "new", ImageBuilder.Simple("new"));
        await PushAsync("a/image", "multi", IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64"));
        var old = await PublishAsync("a/image:old", "a/image:new", "a/image:multi");
        await PublishAsync("a/image:new", "a/image:multi");
        var before = (await DestinationRegistry.RequestsAsync(Token)).Count;

        await RunAsync((engine, token) => engine.DeletePlanAsync(token), options => options with { Base = new BaseFile(old) });

        var requests = (await DestinationRegistry.RequestsAsync(Token)).Skip(before).Where(request => request.Path.Contains("/manifests/", StringComparison.Ordinal))
            .Select(request => $"{request.Method} {request.Path[(request.Path.LastIndexOf('/') + 1)..]}").ToList();
        Assert.Equal(
            ["GET multi", "HEAD multi", "HEAD new", "HEAD old"], requests.Where(request => !request.Contains("sha256", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        // The list of tags has told that no tag stands in for a list of referrers.
        Assert.DoesNotContain(requests, request => request.Contains("sha256-", StringComparison.Ordinal));
    }
}
