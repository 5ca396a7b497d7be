using Mirror.Engine.Options;
using Mirror.Sandbox.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Deletion where files are freed at once: in the content store, and in a layout as destination.</summary>
public sealed class DeleteOnDiskTests : DeletionTests
{
    [Fact]
    public async Task Content_goes_from_the_store_as_well_when_asked_but_not_what_a_lock_needs()
    {
        var shared = Layer.Random("shared", 5_000);
        var old = new ImageBuilder { Layers = [shared, Layer.Random("old", 1_000)] }.Build();
        var keep = new ImageBuilder { Layers = [shared, Layer.Random("keep", 1_000)] }.Build();
        await PushAsync("a/old", "1", old);
        await PushAsync("a/keep", "1", keep);
        Workspace.Configure("name: quay.io/a/old:1", "name: quay.io/a/keep:1");
        await Workspace.PublishAsync(Workspace.Options(Destination) with { KeepLayers = true }, Token);
        File.Copy(Workspace.Folder.Combine("mirror", "mirror.lock.json"), Workspace.Folder.Combine("old.json"));
        await PublishAsync("a/keep:1");

        var result = await RunAsync(
            (engine, token) => engine.PruneAsync(token),
            options => options with { Base = new BaseFile(Workspace.Folder.Combine("old.json")), ForceCacheDelete = true });

        Assert.Contains("; removed 3 of 7 blobs, ", result.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Blob(old.Digest.Hex)));
        Assert.True(File.Exists(Blob(shared.Digest.Hex)));
        Assert.True(File.Exists(Blob(keep.Digest.Hex)));
    }

    [Fact]
    public async Task Layout_on_disk_is_pruned_down_to_its_files()
    {
        var layout = $"oci:{Workspace.Folder.Combine("layout")}";
        var shared = Layer.Random("shared", 5_000);
        var old = new ImageBuilder { Layers = [shared, Layer.Random("old", 1_000)] }.Build();
        await PushAsync("a/old", "1", old);
        await PushAsync("a/keep", "1", new ImageBuilder { Layers = [shared, Layer.Random("keep", 1_000)] }.Build());
        Workspace.Configure("name: quay.io/a/old:1", "name: quay.io/a/keep:1");
        await Workspace.PublishAsync(Workspace.Options(layout), Token);
        File.Copy(Workspace.Folder.Combine("mirror", "mirror.lock.json"), Workspace.Folder.Combine("old.json"));
        Workspace.Configure("name: quay.io/a/keep:1");
        await Workspace.PublishAsync(Workspace.Options(layout), Token);

        using var engine = Workspace.NewEngine(Workspace.Options(layout) with { Base = new BaseFile(Workspace.Folder.Combine("old.json")) });
        var result = await engine.PruneAsync(Token);

        Assert.StartsWith("deleted 1 name (0 gone already, 0 moved on), ", result.Message, StringComparison.Ordinal);
        Assert.Equal(4, Directory.EnumerateFiles(Workspace.Folder.Combine("layout", "blobs", "sha256")).Count());
        await Skopeo.CopyAsync($"{layout}:a/keep:1", $"dir:{Workspace.Folder.Combine("pulled")}", all: true, Token);
    }

    [Fact]
    public async Task Plan_that_names_a_digest_of_another_repository_of_a_layout_takes_nothing()
    {
        var layout = $"oci:{Workspace.Folder.Combine("layout")}";
        var other = ImageBuilder.Simple("other");
        await PushAsync("a/one", "1", ImageBuilder.Simple("one"));
        await PushAsync("b/two", "1", other);
        Workspace.Configure("name: quay.io/a/one:1", "name: quay.io/b/two:1");
        await Workspace.PublishAsync(Workspace.Options(layout), Token);
        Workspace.Configure("name: quay.io/a/one:1");
        await Workspace.PublishAsync(Workspace.Options(layout), Token);
        Workspace.Folder.WriteFile(
            "plan.yaml", $"apiVersion: mirror.openshift.io/v2alpha1\nkind: DeleteImageList\nitems:\n- imageReference: {layout}:a/one@{other.Digest}\n");

        using var engine = Workspace.NewEngine(Workspace.Options(layout) with { PlanFile = Workspace.Folder.Combine("plan.yaml") });
        var result = await engine.DeleteAsync(Token);

        Assert.True(result.IsUpToDate, result.Message);
        await Skopeo.CopyAsync($"{layout}:b/two:1", $"dir:{Workspace.Folder.Combine("pulled")}", all: true, Token);
    }

    private string Blob(string hex) => Workspace.Folder.Combine("store", "blobs", "sha256", hex);
}
