using System.Net;
using System.Text;
using System.Text.Json;
using Mirror.Engine;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Oci.Registry.Configuration;
using Mirror.Sandbox.Samples;
using Mirror.Sandbox.Serving;
using Mirror.Testing.Charts;

namespace Mirror.EndToEnd.Tests.Charts;

/// <summary>Where charts come from: registries, indexes that point to them, enclaves, repositories with a login.</summary>
public sealed class ChartOriginTests : ChartWorldTests
{
    [Fact]
    public async Task Chart_of_a_registry_is_locked_by_digest_and_copied_as_it_is()
    {
        foreach (var version in (string[])["1.2.3", "1.10.0", "2.0.0-rc.1"])
        {
            await World.PushChartAsync("a/charts/web", ChartWorld.Web(version));
        }

        Workspace.ConfigureMirror("""
            helm:
              repositories:
              - url: oci://quay.io/a/charts
                charts:
                - name: web
                  version: 1.x
                  mirrorChart: true
            """);

        await Workspace.PublishAsync(Workspace.Options(Destination), Token);

        var chart = Assert.Single(World.Locked().Charts);
        Assert.Equal("web:1.10.0", chart.Id);
        Assert.Equal(["docker.io/library/nginx:1.25", "quay.io/a/job:1"], chart.Images.Select(image => image.Reference.ToString()));
        await World.AssertPublishedAsync("a/charts/web:1.10.0");
        await World.AssertPublishedAsync("library/nginx:1.25");
    }

    [Fact]
    public async Task Exact_version_of_a_registry_needs_no_list_of_tags()
    {
        await World.PushChartAsync("a/charts/web", ChartWorld.Web("1.2.3+build.7"));
        Workspace.ConfigureMirror("helm:\n  repositories:\n  - url: oci://quay.io/a/charts\n    charts:\n    - {name: web, version: 1.2.3+build.7, signatures: ignore}");
        await World.Source.ForgetRequestsAsync(Token);

        await Workspace.LockAsync(Token);

        Assert.Equal("web:1.2.3+build.7", World.Locked().Charts[0].Id);
        Assert.DoesNotContain(await World.Source.RequestsAsync(Token), request => request.Path.Contains("/tags/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Image_that_is_no_chart_is_refused()
    {
        await World.PushChartAsync("a/charts/web", ChartWorld.Web(), configType: MediaTypes.OciConfig);
        Workspace.ConfigureMirror("helm:\n  repositories:\n  - url: oci://quay.io/a/charts\n    charts:\n    - {name: web, version: 1.2.3}");

        var failure = await World.FailsAsync();

        Assert.Equal("MIR2464", failure.Diagnostics[0].Code.Id);
        Assert.Equal("mirror/imageset.yaml(8,9)", failure.Diagnostics[0].Span!.ToString());
    }

    [Fact]
    public async Task Index_may_list_what_is_in_a_registry()
    {
        await World.PushChartAsync("a/charts/web", ChartWorld.Web());
        Repository.Add(ChartWorld.Web(), digest: "", address: "oci://quay.io/a/charts/web:1.2.3");
        World.ConfigureWeb("  version: 1.2.3");

        await Workspace.LockAsync(Token);

        Assert.StartsWith("oci://quay.io/a/charts/web@sha256:", World.Locked().Charts[0].Archive.Origin.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repository_is_read_from_where_an_enclave_has_it()
    {
        Repository.Add(ChartWorld.Web());
        Workspace.Redirect(("docker.io", World.Source.Endpoint), ("quay.io", World.Source.Endpoint), ("charts.example.com", $"{Repository.Endpoint}/stable"));
        Workspace.ConfigureMirror("helm:\n  repositories:\n  - url: https://charts.example.com\n    charts:\n    - {name: web, mirrorChart: true}");

        await Workspace.PublishAsync(Workspace.Options(Destination), Token);

        Assert.Equal("https://charts.example.com/web-1.2.3.tgz", World.Locked().Charts[0].Archive.Origin.ToString());
        Assert.Contains("/stable/index.yaml", Repository.Requests);
    }

    [Fact]
    public async Task Login_of_a_repository_comes_from_the_authentication_file()
    {
        Repository.Add(ChartWorld.Web());
        var login = Convert.ToBase64String("reader:pw-4be1-otter"u8);
        Repository.Login = $"Basic {login}";
        World.ConfigureWeb();

        var refused = await World.FailsAsync();
        Workspace.Folder.WriteFile("auth.json", JsonSerializer.Serialize(new { auths = new Dictionary<string, object> { [Repository.Endpoint] = new { auth = login } } }));
        using (var engine = Workspace.NewEngine(Workspace.Options(null) with { SourceAuthFile = Workspace.Folder.Combine("auth.json") }))
        {
            await engine.ResolveAsync(Token);
            await engine.LockAsync(Token);
        }

        Assert.Equal("MIR3020", refused.Diagnostics[0].Code.Id);
        Assert.Contains("the chart repository", refused.Message, StringComparison.Ordinal);
        Assert.Equal("web:1.2.3", World.Locked().Charts[0].Id);
        Assert.DoesNotContain("otter", Workspace.LockText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SampleRepository_are_read_by_their_reserved_names()
    {
        await using var upstream = await SampleUpstream.StartAsync(new ListenOptions(), null, Token);
        const string Name = "upstream.mirror.invalid";
        Workspace.Redirect(("registry.redhat.io", Name), ("quay.io", Name), ("charts.example.com", $"{Name}/charts"));
        Workspace.ConfigureMirror("""
            helm:
              repositories:
              - url: https://charts.example.com/sample
                charts:
                - {name: sample-shop, mirrorChart: true}
              - url: oci://quay.io/sample-charts
                charts:
                - name: sample-agent
            """);
        using var engine = new MirrorEngine(Workspace.Options(Destination), new MirrorEnvironment
        {
            Host = new HostEnvironment(Workspace.Variables, Workspace.Folder.Path),
            Routes = new Dictionary<string, IPEndPoint> { [Name] = upstream.EndPoint },
        });

        await engine.ResolveAsync(Token);
        await engine.LockAsync(Token);
        await engine.PublishAsync(Token);

        var charts = LockFileReader.Read(Encoding.UTF8.GetBytes(Workspace.LockText), "lock").Sources.Values.OfType<LockedHelmSource>().SelectMany(source => source.Charts).ToList();
        Assert.Equal(["sample-shop:1.3.0", "sample-agent:0.2.0"], charts.Select(chart => chart.Id));
        Assert.All(charts, chart => Assert.NotEmpty(chart.Images));
    }
}
