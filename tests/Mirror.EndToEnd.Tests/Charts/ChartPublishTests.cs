using System.Text;
using System.Text.Json;
using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Oci.Registry.Configuration;
using Mirror.Testing.Charts;

namespace Mirror.EndToEnd.Tests.Charts;

/// <summary>Charts of a repository and on disk, published between two real registries, and across a gap.</summary>
public sealed class ChartPublishTests : ChartWorldTests
{
    [Fact]
    public async Task Images_and_chart_of_a_repository_are_published()
    {
        var archive = Repository.Add(ChartWorld.Web());
        Repository.Add(ChartWorld.Web("1.1.0"));
        Repository.Add(ChartWorld.Web("2.0.0-rc.1"));
        Workspace.ConfigureMirror($$"""
            helm:
              repositories:
              - name: stable
                url: {{Repository.Url}}/
                charts:
                - name: web
                  mirrorChart: true
                  values:
                    extra: quay.io/a/extra:2
                  imagePaths:
                  - '{.spec.jobTemplate.spec.template.spec.containers[*].env[?(@.name=="RELATED_IMAGE")].value}'
            """);

        var results = await Workspace.PublishAsync(Workspace.Options(Destination), Token);

        Assert.Equal($"'{Destination}' has 4 images, 4 of them new", results[3].Result.Message);
        var chart = Assert.Single(World.Locked().Charts);
        Assert.Equal("web:1.2.3", chart.Id);
        Assert.Equal($"{Repository.Url}/web-1.2.3.tgz", chart.Archive.Origin.ToString());
        Assert.Equal(Digest.Of(archive), chart.Archive.Digest);
        Assert.Equal(
            [
                ("docker.io/library/nginx:1.25", "web/templates/web.yaml: .spec.containers[0].image|web/templates/job.yaml: .spec.jobTemplate.spec.template.spec.containers[0].image"),
                ("quay.io/a/extra:2", "web/templates/job.yaml: .spec.jobTemplate.spec.template.spec.containers[0].env[0].value"),
                ("quay.io/a/job:1", "web/templates/job.yaml: .spec.jobTemplate.spec.template.spec.initContainers[0].image"),
            ],
            chart.Images.Select(image => (image.Reference.ToString(), string.Join('|', image.Because))));
        await World.AssertPublishedAsync("library/nginx:1.25");
        await World.AssertPublishedAsync("a/job:1");
        await World.AssertPublishedAsync("a/extra:2");
        var itms = Workspace.Output("cluster-resources", "itms-oc-mirror.yaml");
        Assert.Contains("source: docker.io/library", itms, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1:" + Repository.Endpoint.Split(':')[1], itms, StringComparison.Ordinal);
        Assert.Empty(Workspace.Warnings);

        using var manifest = JsonDocument.Parse(await ChartWorld.InspectAsync(World.Destination, "ocp/charts/web:1.2.3"));
        var layer = Assert.Single(manifest.RootElement.GetProperty("layers").EnumerateArray());
        Assert.Equal((ChartWorld.HelmContent, Digest.Of(archive).ToString()), (layer.GetProperty("mediaType").GetString(), layer.GetProperty("digest").GetString()));
        Assert.Equal(ChartWorld.HelmConfig, manifest.RootElement.GetProperty("config").GetProperty("mediaType").GetString());
        using var client = new HttpClient();
        Assert.Equal(archive, await client.GetByteArrayAsync(new Uri($"http://{World.Destination.Endpoint}/v2/ocp/charts/web/blobs/{Digest.Of(archive)}"), Token));
        using var config = JsonDocument.Parse(await client.GetByteArrayAsync(
            new Uri($"http://{World.Destination.Endpoint}/v2/ocp/charts/web/blobs/{manifest.RootElement.GetProperty("config").GetProperty("digest").GetString()}"), Token));
        Assert.Equal("A web server", config.RootElement.GetProperty("description").GetString());
    }

    [Fact]
    public async Task Second_publish_asks_neither_repository_nor_source()
    {
        Repository.Add(ChartWorld.Web());
        World.ConfigureWeb("  mirrorChart: true");
        await Workspace.PublishAsync(Workspace.Options(Destination), Token);
        Repository.ForgetRequests();
        await World.Source.ForgetRequestsAsync(Token);

        var results = await Workspace.PublishAsync(Workspace.Options(Destination), Token);

        Assert.Empty(Repository.Requests);
        Assert.Empty(await World.Source.RequestsAsync(Token));
        Assert.All(results.Skip(1), step => Assert.True(step.Result.IsUpToDate, $"{step.Step}: {step.Result.Message}"));
    }

    [Fact]
    public async Task Chart_on_disk_is_locked_by_its_content()
    {
        var folder = Workspace.Folder.Combine("mirror", "charts", "web");
        ChartWorld.Web().WriteTo(folder);
        Workspace.Folder.WriteFile("mirror/values.yaml", "extra: quay.io/a/extra:2\n");
        Workspace.ConfigureMirror("""
            helm:
              local:
              - path: charts/web
                mirrorChart: true
                valuesFiles: [values.yaml]
                imagePaths: ['{..env[*].value}']
            """);
        await Workspace.PublishAsync(Workspace.Options(Destination), Token);
        var first = World.Locked();
        var target = await ChartWorld.InspectAsync(World.Destination, "ocp/charts/web:1.2.3");
        Assert.Contains("quay.io/a/extra:2", first.Charts[0].Images.Select(image => image.Reference.ToString()));

        // Times of files are not content.
        File.SetLastWriteTimeUtc(Path.Combine(folder, "Chart.yaml"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var again = await Workspace.PublishAsync(Workspace.Options(Destination) with { LockMode = LockMode.Locked }, Token);
        Assert.True(again[1].Result.IsUpToDate, again[1].Result.Message);

        Workspace.Folder.WriteFile("mirror/values.yaml", "extra: \"\"\n");
        var stale = await Assert.ThrowsAsync<MirrorException>(() => Workspace.PublishAsync(Workspace.Options(Destination) with { LockMode = LockMode.Locked }, Token));
        Assert.Equal("MIR2006", stale.Diagnostics[0].Code.Id);
        Assert.Contains("'values.yaml'", stale.Message, StringComparison.Ordinal);
        Assert.Equal("mirror/imageset.yaml(8,7)", stale.Diagnostics[0].Span!.ToString());

        new TestChart("web", "1.2.3").Pod("web", "quay.io/a/job:1").WriteTo(folder);
        await Workspace.PublishAsync(Workspace.Options(Destination), Token);
        Assert.NotEqual(first.Charts[0].Archive.Digest, World.Locked().Charts[0].Archive.Digest);
        Assert.NotEqual(target, await ChartWorld.InspectAsync(World.Destination, "ocp/charts/web:1.2.3"));
    }

    [Fact]
    public async Task Plan_and_frozen_publish_work_from_a_filled_store()
    {
        Repository.Add(ChartWorld.Web());
        World.ConfigureWeb("  mirrorChart: true");
        await Workspace.LockAsync(Token);
        var options = Workspace.Options(Destination);
        using (var engine = Workspace.NewEngine(options))
        {
            var plan = await engine.PlanAsync(Token);
            Assert.StartsWith("3 images, 3 of them to push", plan.Message, StringComparison.Ordinal);
            await engine.FetchAsync(Token);
        }

        Repository.ForgetRequests();
        await World.Source.ForgetRequestsAsync(Token);
        await Workspace.PublishAsync(options with { LockMode = LockMode.Frozen }, Token);

        Assert.Contains($"={Destination}/charts/web:1.2.3\n", Workspace.Output("plan", "mapping.txt"), StringComparison.Ordinal);
        Assert.Empty(Repository.Requests);
        Assert.Empty(await World.Source.RequestsAsync(Token));
        await World.AssertPublishedAsync("a/job:1");
    }

    [Fact]
    public async Task Charts_and_images_cross_the_gap_in_an_archive()
    {
        Repository.Add(ChartWorld.Web());
        new TestChart("own", "0.1.0").Pod("own", "quay.io/a/extra:2").WriteTo(Workspace.Folder.Combine("mirror", "own"));
        Workspace.ConfigureMirror($"""
            helm:
              repositories:
              - url: {Repository.Url}
                charts:
                - {"{"}name: web, mirrorChart: true{"}"}
              local:
              - {"{"}path: own, mirrorChart: true{"}"}
            """);
        await Workspace.LockAsync(Token);
        using (var outside = Workspace.NewEngine(Workspace.Options(null)))
        {
            await outside.FetchAsync(Token);
            await outside.PackAsync(Token);
        }

        using var inside = new MirrorWorkspace();
        var options = inside.Options(Destination) with { From = [Workspace.Folder.Combine("output", "archives")], IsConfigurationOptional = true };
        await inside.PublishAsync(options, Token);

        foreach (var image in (string[])["library/nginx:1.25", "a/job:1", "a/extra:2"])
        {
            await World.AssertPublishedAsync(image);
        }

        foreach (var (source, chart) in LockFileReader.Read(Encoding.UTF8.GetBytes(Workspace.LockText), "lock").Sources.Values
            .OfType<LockedHelmSource>().SelectMany(source => source.Charts.Select(chart => (source, chart))))
        {
            Assert.Equal(chart.Artifact!.Digest, Digest.Of(await ChartWorld.InspectAsync(World.Destination, $"ocp/{chart.Artifact.Target}")));
            Assert.NotEmpty(source.Key);
        }
    }

    [Fact]
    public async Task Archive_that_changes_after_it_was_locked_is_refused_and_the_store_serves()
    {
        Repository.Add(ChartWorld.Web());
        World.ConfigureWeb("  mirrorChart: true");
        await Workspace.LockAsync(Token);
        Repository.Set("web-1.2.3.tgz", new TestChart("web", "1.2.3").Pack());

        await Workspace.PublishAsync(Workspace.Options(Destination), Token);
        var empty = Workspace.Options(Destination) with { StoreFolder = Workspace.Folder.Combine("empty"), Destination = Model.Oci.Destination.TryParse($"docker://{World.Destination.Endpoint}/other", "", out var other, out _) ? other : null };
        var failure = await Assert.ThrowsAsync<MirrorException>(() => Workspace.PublishAsync(empty, Token));

        Assert.Contains(failure.Diagnostics, problem => problem.Code.Id == "MIR2463");
        Assert.Equal(ExitCode.Incomplete, failure.ExitCode);
    }

    [Fact]
    public async Task Chart_that_is_gone_upstream_comes_from_the_destination()
    {
        Repository.Add(ChartWorld.Web());
        World.ConfigureWeb("  mirrorChart: true");
        await Workspace.PublishAsync(Workspace.Options(Destination), Token);
        Repository.Set("web-1.2.3.tgz", null);
        var options = Workspace.Options(Destination) with { StoreFolder = Workspace.Folder.Combine("empty") };

        using var engine = Workspace.NewEngine(options);
        await engine.FetchAsync(Token);
        using var verify = Workspace.NewEngine(options with { Destination = null, Deep = true });

        await verify.VerifyAsync(Token);
    }

    [Fact]
    public async Task Name_of_a_chart_at_the_destination_is_mended_offline()
    {
        Repository.Add(ChartWorld.Web());
        World.ConfigureWeb("  mirrorChart: true");
        await Workspace.LockAsync(Token);
        var right = Workspace.LockText;
        Workspace.Folder.WriteFile("mirror/mirror.lock.json", right.Replace("charts/web:1.2.3", "charts/other:9", StringComparison.Ordinal));
        Repository.ForgetRequests();

        using var engine = Workspace.NewEngine(Workspace.Options(null));
        await engine.LockRepairAsync(Token);

        Assert.Equal(right, Workspace.LockText);
        Assert.Empty(Repository.Requests);
    }

    [Fact]
    public async Task Explain_names_every_place_that_asks_for_an_image()
    {
        Repository.Add(ChartWorld.Web());
        World.ConfigureWeb();
        await Workspace.LockAsync(Token);
        var said = new List<string>();
        using var engine = new MirrorEngine(Workspace.Options(null) with { Images = ["library/nginx"] }, new MirrorEnvironment
        {
            Host = new HostEnvironment(Workspace.Variables, Workspace.Folder.Path),
            Say = said.Add,
        });

        await engine.ExplainAsync(Token);

        Assert.Contains(
            $"mirror/imageset.yaml(8,9): helm/{Repository.Url}/web > chart web:1.2.3 > web/templates/web.yaml: .spec.containers[0].image and web/templates/job.yaml: .spec.jobTemplate.spec.template.spec.containers[0].image",
            string.Concat(said),
            StringComparison.Ordinal);
    }
}
