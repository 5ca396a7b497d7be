using System.Text;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Charts;

namespace Mirror.EndToEnd.Tests.Charts;

/// <summary>What the lock keeps of charts and of the images that they name.</summary>
public sealed class ChartLockTests : ChartWorldTests
{
    [Fact]
    public async Task Changed_entry_keeps_version_and_digests_until_it_is_moved()
    {
        Repository.Add(ChartWorld.Web());
        World.ConfigureWeb();
        await Workspace.LockAsync(Token);
        var before = World.Locked().Charts[0];
        Repository.Add(ChartWorld.Web("1.3.0"));
        await World.PushAsync("library/nginx", "1.25", ImageBuilder.Simple("moved"));
        World.ConfigureWeb("  values: {extra: quay.io/a/extra:2}\n  imagePaths: ['{..env[*].value}']");
        Repository.ForgetRequests();

        await Workspace.LockAsync(Token);
        var changed = World.Locked().Charts[0];
        var requests = Repository.Requests.Count;
        await Workspace.LockAsync(Token, update: "web");
        var moved = World.Locked().Charts[0];

        Assert.Equal(0, requests);
        Assert.Equal(before.Archive, changed.Archive);
        Assert.Equal(["docker.io/library/nginx:1.25", "quay.io/a/extra:2", "quay.io/a/job:1"], changed.Images.Select(image => image.Reference.ToString()));
        Assert.Equal(before.Images[0].Resolved, changed.Images[0].Resolved);
        Assert.Equal("web:1.3.0", moved.Id);
        Assert.NotEqual(before.Images[0].Resolved, moved.Images[0].Resolved);
        Assert.Equal(before.Images[1].Resolved, moved.Images[2].Resolved);
    }

    [Fact]
    public async Task Update_of_an_image_moves_the_chart_that_names_it()
    {
        Repository.Add(ChartWorld.Web());
        World.ConfigureWeb();
        await Workspace.LockAsync(Token);
        Repository.Add(ChartWorld.Web("1.3.0"));

        await Workspace.LockAsync(Token, update: "docker.io/library/nginx");

        Assert.Equal("web:1.3.0", World.Locked().Charts[0].Id);
    }

    [Fact]
    public async Task Chart_and_image_of_one_name_share_a_pin()
    {
        Repository.Add(ChartWorld.Web());
        World.ConfigureWeb();
        await Workspace.LockAsync(Token);
        await World.PushAsync("library/nginx", "1.25", ImageBuilder.Simple("moved"));
        World.ConfigureWeb();
        Workspace.ConfigureMirror($"""
            additionalImages:
            - name: nginx:1.25
            helm:
              repositories:
              - url: {Repository.Url}
                charts:
                - name: web
            """);

        await Workspace.PublishAsync(Workspace.Options(Destination), Token);

        var lockFile = LockFileReader.Read(Encoding.UTF8.GetBytes(Workspace.LockText), "mirror.lock.json");
        Assert.Equal(World.Locked().Charts[0].Images[0].Resolved.Digest, lockFile.Sources.Values.OfType<LockedImageSource>().Single().Resolved.Digest);
    }

    [Fact]
    public async Task Images_of_one_name_that_are_locked_apart_are_told_with_the_way_out()
    {
        Repository.Add(ChartWorld.Web());
        Workspace.ConfigureMirror("additionalImages:\n- name: nginx:1.25");
        await Workspace.LockAsync(Token);
        await World.PushAsync("library/nginx", "1.25", ImageBuilder.Simple("moved"));
        Workspace.ConfigureMirror($"additionalImages:\n- name: nginx:1.25\nhelm:\n  repositories:\n  - url: {Repository.Url}\n    charts:\n    - name: web");
        await Workspace.LockAsync(Token);

        var failure = await World.FailsAsync(update: "docker.io/library/nginx");
        await Workspace.LockAsync(Token, update: ["docker.io/library/nginx", "web"]);

        Assert.Equal("MIR2011", failure.Diagnostics[0].Code.Id);
        Assert.Contains($"Move all that bring it with '--update helm/{Repository.Url}/web' '--update images/docker.io/library/nginx:1.25'.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Same_folder_gives_the_same_chart_everywhere()
    {
        var locks = new List<string>();
        foreach (var name in (string[])["one", "two"])
        {
            using var workspace = new MirrorWorkspace();
            workspace.Redirect(("docker.io", World.Source.Endpoint), ("quay.io", World.Source.Endpoint));
            ChartWorld.Web().WriteTo(workspace.Folder.Combine("mirror", "web"));
            File.SetLastWriteTimeUtc(workspace.Folder.Combine("mirror", "web", "Chart.yaml"), new DateTime(2000 + locks.Count, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            workspace.ConfigureMirror("helm:\n  local:\n  - {path: web, mirrorChart: true}");
            await workspace.LockAsync(Token);
            locks.Add(workspace.LockText);
        }

        Assert.Equal(locks[0], locks[1]);
    }

    [Fact]
    public async Task Blocked_image_is_left_out_and_listed()
    {
        Repository.Add(ChartWorld.Web());
        const string Blocked = "\nblockedImages:\n- name: ^quay\\.io/a/job";
        Workspace.ConfigureMirror($"helm:\n  repositories:\n  - url: {Repository.Url}\n    charts:\n    - name: web{Blocked}");

        await Workspace.LockAsync(Token);
        var blocked = World.Locked();
        World.ConfigureWeb();
        await Workspace.LockAsync(Token);

        Assert.Equal(["quay.io/a/job:1"], blocked.Blocked);
        Assert.Equal(["docker.io/library/nginx:1.25"], blocked.Charts[0].Images.Select(image => image.Reference.ToString()));
        Assert.Equal(2, World.Locked().Charts[0].Images.Count);
    }

    [Fact]
    public async Task Container_without_tag_runs_the_latest()
    {
        await World.PushAsync("a/job", "latest", ImageBuilder.Simple("latest"));
        Repository.Add(new TestChart("web", "1.2.3").Pod("web", "quay.io/a/job"));
        World.ConfigureWeb();

        await Workspace.LockAsync(Token);

        Assert.Equal("quay.io/a/job:latest", World.Locked().Charts[0].Images[0].Reference.ToString());
    }

    [Fact]
    public async Task Platforms_of_the_entry_choose_instances_of_its_images()
    {
        Repository.Add(new TestChart("web", "1.2.3").Pod("web", "quay.io/a/extra:2"));
        World.ConfigureWeb();
        await Workspace.LockAsync(Token);
        var all = World.Locked();
        World.ConfigureWeb("  platforms: [{os: linux, architecture: arm64}]");

        await Workspace.LockAsync(Token);

        Assert.Equal([new Platform("linux", "arm64")], World.Locked().Platforms);
        Assert.Equal(all.Charts[0].Images[0].Resolved.Image, World.Locked().Charts[0].Images[0].Resolved.Image);
        Assert.True(World.Locked().Charts[0].Images[0].Resolved.Size < all.Charts[0].Images[0].Resolved.Size);
    }
}
