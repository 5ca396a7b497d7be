using System.Net;
using System.Text;
using System.Text.Json;
using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Oci.Registry.Configuration;
using Mirror.Sandbox.Images;
using Mirror.Sandbox.Samples;
using Mirror.Sandbox.Serving;
using Mirror.Testing.Charts;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Charts of a repository over HTTP, of a registry and on disk, published between two real registries.</summary>
public sealed class ChartTests : IAsyncLifetime
{
    private const string HelmConfig = "application/vnd.cncf.helm.config.v1+json";
    private const string HelmContent = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

    private readonly MirrorWorkspace _workspace = new();
    private readonly ChartRepositoryServer _charts = new();
    private DockerRegistryProcess _source = null!;
    private DockerRegistryProcess _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Destination => $"docker://{_destination.Endpoint}/ocp";

    public async ValueTask InitializeAsync()
    {
        _source = await DockerRegistryProcess.StartAsync(Token);
        _destination = await DockerRegistryProcess.StartAsync(Token);
        _workspace.Redirect(("docker.io", _source.Endpoint), ("quay.io", _source.Endpoint));
        await PushAsync("library/nginx", "1.25", ImageBuilder.Simple("nginx"));
        await PushAsync("a/job", "1", ImageBuilder.Simple("job"));
        await PushAsync("a/extra", "2", IndexBuilder.Simple("extra", ImageFormat.Oci, "amd64", "arm64"));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        await _charts.DisposeAsync();
        _workspace.Dispose();
    }

    private async Task PushAsync(string repository, string tag, ImageContent image)
    {
        using var client = new HttpClient();
        await client.PushImageAsync(new Uri($"http://{_source.Endpoint}"), repository, tag, image, Token);
    }

    private static TestChart Web(string version = "1.2.3") => new TestChart("web", version, "description: A web server\n")
        .Add("values.yaml", "image: nginx:1.25\nextra: \"\"\n")
        .Pod("web", "{{ .Values.image }}")
        .Add("templates/job.yaml", """
            apiVersion: batch/v1
            kind: CronJob
            metadata:
              name: job
              annotations:
                helm.sh/hook: post-install
            spec:
              jobTemplate:
                spec:
                  template:
                    spec:
                      initContainers:
                      - image: quay.io/a/job:1
                      containers:
                      - image: docker.io/library/nginx:1.25
                        env:
                        - name: RELATED_IMAGE
                          value: "{{ .Values.extra }}"
            """);

    private LockedHelmSource Locked() => LockFileReader.Read(Encoding.UTF8.GetBytes(_workspace.LockText), "mirror.lock.json").Sources.Values.OfType<LockedHelmSource>().Single();

    private static async Task<byte[]> InspectAsync(DockerRegistryProcess registry, string image) =>
        (await Skopeo.InspectRawAsync($"docker://{registry.Endpoint}/{image}", Token)).ToArray();

    private async Task AssertPublishedAsync(string name) =>
        Assert.Equal(await InspectAsync(_source, name), await InspectAsync(_destination, $"ocp/{name}"));

    private Task<MirrorException> FailsAsync(LockMode mode = LockMode.Update, params string[] update) =>
        Assert.ThrowsAsync<MirrorException>(() => _workspace.LockAsync(Token, mode, update));

    [Fact]
    public async Task Images_and_chart_of_a_repository_are_published()
    {
        var archive = _charts.Add(Web());
        _charts.Add(Web("1.1.0"));
        _charts.Add(Web("2.0.0-rc.1"));
        _workspace.ConfigureMirror($$"""
            helm:
              repositories:
              - name: stable
                url: {{_charts.Url}}/
                charts:
                - name: web
                  mirrorChart: true
                  values:
                    extra: quay.io/a/extra:2
                  imagePaths:
                  - '{.spec.jobTemplate.spec.template.spec.containers[*].env[?(@.name=="RELATED_IMAGE")].value}'
            """);

        var results = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Equal($"'{Destination}' has 4 images, 4 of them new", results[3].Result.Message);
        var chart = Assert.Single(Locked().Charts);
        Assert.Equal("web:1.2.3", chart.Id);
        Assert.Equal($"{_charts.Url}/web-1.2.3.tgz", chart.Archive.Origin.ToString());
        Assert.Equal(Digest.Of(archive), chart.Archive.Digest);
        Assert.Equal(
            [
                ("docker.io/library/nginx:1.25", "web/templates/web.yaml: .spec.containers[0].image|web/templates/job.yaml: .spec.jobTemplate.spec.template.spec.containers[0].image"),
                ("quay.io/a/extra:2", "web/templates/job.yaml: .spec.jobTemplate.spec.template.spec.containers[0].env[0].value"),
                ("quay.io/a/job:1", "web/templates/job.yaml: .spec.jobTemplate.spec.template.spec.initContainers[0].image"),
            ],
            chart.Images.Select(image => (image.Reference.ToString(), string.Join('|', image.Because))));
        await AssertPublishedAsync("library/nginx:1.25");
        await AssertPublishedAsync("a/job:1");
        await AssertPublishedAsync("a/extra:2");
        var itms = _workspace.Output("cluster-resources", "itms-oc-mirror.yaml");
        Assert.Contains("source: docker.io/library", itms, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1:" + _charts.Endpoint.Split(':')[1], itms, StringComparison.Ordinal);
        Assert.Empty(_workspace.Warnings);

        using var manifest = JsonDocument.Parse(await InspectAsync(_destination, "ocp/charts/web:1.2.3"));
        var layer = Assert.Single(manifest.RootElement.GetProperty("layers").EnumerateArray());
        Assert.Equal((HelmContent, Digest.Of(archive).ToString()), (layer.GetProperty("mediaType").GetString(), layer.GetProperty("digest").GetString()));
        Assert.Equal(HelmConfig, manifest.RootElement.GetProperty("config").GetProperty("mediaType").GetString());
        using var client = new HttpClient();
        Assert.Equal(archive, await client.GetByteArrayAsync(new Uri($"http://{_destination.Endpoint}/v2/ocp/charts/web/blobs/{Digest.Of(archive)}"), Token));
        using var config = JsonDocument.Parse(await client.GetByteArrayAsync(
            new Uri($"http://{_destination.Endpoint}/v2/ocp/charts/web/blobs/{manifest.RootElement.GetProperty("config").GetProperty("digest").GetString()}"), Token));
        Assert.Equal("A web server", config.RootElement.GetProperty("description").GetString());
    }

    [Fact]
    public async Task Second_publish_asks_neither_repository_nor_source()
    {
        _charts.Add(Web());
        ConfigureWeb("  mirrorChart: true");
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        _charts.ForgetRequests();
        await _source.ForgetRequestsAsync(Token);

        var results = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Empty(_charts.Requests);
        Assert.Empty(await _source.RequestsAsync(Token));
        Assert.All(results.Skip(1), step => Assert.True(step.Result.IsUpToDate, $"{step.Step}: {step.Result.Message}"));
    }

    private void ConfigureWeb(string more = "") => _workspace.ConfigureMirror(
        $"helm:\n  repositories:\n  - url: {_charts.Url}\n    charts:\n    - name: web{(more.Length == 0 ? "" : $"\n    {more.ReplaceLineEndings("\n    ")}")}");

    [Fact]
    public async Task Changed_entry_keeps_version_and_digests_until_it_is_moved()
    {
        _charts.Add(Web());
        ConfigureWeb();
        await _workspace.LockAsync(Token);
        var before = Locked().Charts[0];
        _charts.Add(Web("1.3.0"));
        await PushAsync("library/nginx", "1.25", ImageBuilder.Simple("moved"));
        ConfigureWeb("  values: {extra: quay.io/a/extra:2}\n  imagePaths: ['{..env[*].value}']");
        _charts.ForgetRequests();

        await _workspace.LockAsync(Token);
        var changed = Locked().Charts[0];
        var requests = _charts.Requests.Count;
        await _workspace.LockAsync(Token, update: "web");
        var moved = Locked().Charts[0];

        Assert.Equal(0, requests);
        Assert.Equal(before.Archive, changed.Archive);
        Assert.Equal(["docker.io/library/nginx:1.25", "quay.io/a/extra:2", "quay.io/a/job:1"], changed.Images.Select(image => image.Reference.ToString()));
        Assert.Equal(before.Images[0].Resolved, changed.Images[0].Resolved);
        Assert.Equal("web:1.3.0", moved.Id);
        Assert.NotEqual(before.Images[0].Resolved, moved.Images[0].Resolved);
        Assert.Equal(before.Images[1].Resolved, moved.Images[2].Resolved);
    }

    [Fact]
    public async Task Chart_and_image_of_one_name_share_a_pin()
    {
        _charts.Add(Web());
        ConfigureWeb();
        await _workspace.LockAsync(Token);
        await PushAsync("library/nginx", "1.25", ImageBuilder.Simple("moved"));
        ConfigureWeb();
        _workspace.ConfigureMirror($"""
            additionalImages:
            - name: nginx:1.25
            helm:
              repositories:
              - url: {_charts.Url}
                charts:
                - name: web
            """);

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        var lockFile = LockFileReader.Read(Encoding.UTF8.GetBytes(_workspace.LockText), "mirror.lock.json");
        Assert.Equal(Locked().Charts[0].Images[0].Resolved.Digest, lockFile.Sources.Values.OfType<LockedImageSource>().Single().Resolved.Digest);
    }

    [Fact]
    public async Task Chart_of_a_registry_is_locked_by_digest_and_copied_as_it_is()
    {
        foreach (var version in (string[])["1.2.3", "1.10.0", "2.0.0-rc.1"])
        {
            await PushChartAsync("a/charts/web", Web(version));
        }

        _workspace.ConfigureMirror("""
            helm:
              repositories:
              - url: oci://quay.io/a/charts
                charts:
                - name: web
                  version: 1.x
                  mirrorChart: true
            """);

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        var chart = Assert.Single(Locked().Charts);
        Assert.Equal("web:1.10.0", chart.Id);
        Assert.Equal(["docker.io/library/nginx:1.25", "quay.io/a/job:1"], chart.Images.Select(image => image.Reference.ToString()));
        await AssertPublishedAsync("a/charts/web:1.10.0");
        await AssertPublishedAsync("library/nginx:1.25");
    }

    private async Task PushChartAsync(string repository, TestChart chart, string configType = HelmConfig)
    {
        var archive = chart.Pack();
        using var client = new HttpClient();
        var registry = new Uri($"http://{_source.Endpoint}");
        var layer = new BlobContent(new Descriptor(HelmContent, Digest.Of(archive), archive.Length), archive);
        var config = Encoding.UTF8.GetBytes($$"""{"name":"{{chart.Name}}","version":"{{chart.Version}}","apiVersion":"v2"}""");
        var configBlob = new BlobContent(new Descriptor(configType, Digest.Of(config), config.Length), config);
        await client.PushBlobAsync(registry, repository, layer, Token);
        await client.PushBlobAsync(registry, repository, configBlob, Token);
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            config = new { mediaType = configType, digest = Digest.Of(config).ToString(), size = config.Length },
            layers = new[] { new { mediaType = HelmContent, digest = Digest.Of(archive).ToString(), size = archive.Length } },
        });
        await client.PushManifestAsync(registry, repository, chart.Version.Replace('+', '_'), ManifestReader.Read(json, MediaTypes.OciManifest, repository), Token);
    }

    [Fact]
    public async Task Exact_version_of_a_registry_needs_no_list_of_tags()
    {
        await PushChartAsync("a/charts/web", Web("1.2.3+build.7"));
        _workspace.ConfigureMirror("helm:\n  repositories:\n  - url: oci://quay.io/a/charts\n    charts:\n    - {name: web, version: 1.2.3+build.7, signatures: ignore}");
        await _source.ForgetRequestsAsync(Token);

        await _workspace.LockAsync(Token);

        Assert.Equal("web:1.2.3+build.7", Locked().Charts[0].Id);
        Assert.DoesNotContain(await _source.RequestsAsync(Token), request => request.Path.Contains("/tags/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Image_that_is_no_chart_is_refused()
    {
        await PushChartAsync("a/charts/web", Web(), configType: MediaTypes.OciConfig);
        _workspace.ConfigureMirror("helm:\n  repositories:\n  - url: oci://quay.io/a/charts\n    charts:\n    - {name: web, version: 1.2.3}");

        var failure = await FailsAsync();

        Assert.Equal("MIR2464", failure.Diagnostics[0].Code.Id);
        Assert.Equal("mirror/imageset.yaml(8,9)", failure.Diagnostics[0].Span!.ToString());
    }

    [Fact]
    public async Task Index_may_list_what_is_in_a_registry()
    {
        await PushChartAsync("a/charts/web", Web());
        _charts.Add(Web(), digest: "", address: "oci://quay.io/a/charts/web:1.2.3");
        ConfigureWeb("  version: 1.2.3");

        await _workspace.LockAsync(Token);

        Assert.StartsWith("oci://quay.io/a/charts/web@sha256:", Locked().Charts[0].Archive.Origin.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repository_without_charts_brings_every_version_but_libraries()
    {
        _charts.Add(Web());
        _charts.Add(Web("1.3.0"));
        _charts.Add(new TestChart("lib", "0.1.0", "type: library\n"), type: "library");
        _charts.Add(new TestChart("job", "0.1.0").Pod("job", "quay.io/a/job:1"));
        _charts.Add(new TestChart("job", "latest"));
        _workspace.ConfigureMirror($"helm:\n  repositories:\n  - url: {_charts.Url}");

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        var before = _workspace.LockText;
        _charts.Add(Web("1.4.0"));
        await _workspace.LockAsync(Token);
        var kept = _workspace.LockText;
        await _workspace.LockAsync(Token, update: _charts.Url);

        Assert.Equal(before, kept);
        Assert.Contains(_workspace.Warnings, warning => warning.Code.Id == "MIR7503" && warning.Message.Contains("'latest'", StringComparison.Ordinal));
        Assert.Equal(["job:0.1.0", "web:1.2.3", "web:1.3.0", "web:1.4.0"], Locked().Charts.Select(chart => chart.Id));
        await AssertPublishedAsync("a/job:1");
    }

    [Fact]
    public async Task Chart_on_disk_is_locked_by_its_content()
    {
        var folder = _workspace.Folder.Combine("mirror", "charts", "web");
        Web().WriteTo(folder);
        _workspace.Folder.WriteFile("mirror/values.yaml", "extra: quay.io/a/extra:2\n");
        _workspace.ConfigureMirror("""
            helm:
              local:
              - path: charts/web
                mirrorChart: true
                valuesFiles: [values.yaml]
                imagePaths: ['{..env[*].value}']
            """);
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        var first = Locked();
        var target = await InspectAsync(_destination, "ocp/charts/web:1.2.3");
        Assert.Contains("quay.io/a/extra:2", first.Charts[0].Images.Select(image => image.Reference.ToString()));

        // Times of files are not content.
        File.SetLastWriteTimeUtc(Path.Combine(folder, "Chart.yaml"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var again = await _workspace.PublishAsync(_workspace.Options(Destination) with { LockMode = LockMode.Locked }, Token);
        Assert.True(again[1].Result.IsUpToDate, again[1].Result.Message);

        _workspace.Folder.WriteFile("mirror/values.yaml", "extra: \"\"\n");
        var stale = await Assert.ThrowsAsync<MirrorException>(() => _workspace.PublishAsync(_workspace.Options(Destination) with { LockMode = LockMode.Locked }, Token));
        Assert.Equal("MIR2006", stale.Diagnostics[0].Code.Id);
        Assert.Contains("'values.yaml'", stale.Message, StringComparison.Ordinal);
        Assert.Equal("mirror/imageset.yaml(8,7)", stale.Diagnostics[0].Span!.ToString());

        new TestChart("web", "1.2.3").Pod("web", "quay.io/a/job:1").WriteTo(folder);
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        Assert.NotEqual(first.Charts[0].Archive.Digest, Locked().Charts[0].Archive.Digest);
        Assert.NotEqual(target, await InspectAsync(_destination, "ocp/charts/web:1.2.3"));
    }

    [Fact]
    public async Task Same_folder_gives_the_same_chart_everywhere()
    {
        var locks = new List<string>();
        foreach (var name in (string[])["one", "two"])
        {
            using var workspace = new MirrorWorkspace();
            workspace.Redirect(("docker.io", _source.Endpoint), ("quay.io", _source.Endpoint));
            Web().WriteTo(workspace.Folder.Combine("mirror", "web"));
            File.SetLastWriteTimeUtc(workspace.Folder.Combine("mirror", "web", "Chart.yaml"), new DateTime(2000 + locks.Count, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            workspace.ConfigureMirror("helm:\n  local:\n  - {path: web, mirrorChart: true}");
            await workspace.LockAsync(Token);
            locks.Add(workspace.LockText);
        }

        Assert.Equal(locks[0], locks[1]);
    }

    [Fact]
    public async Task Missing_value_is_an_error_at_the_entry_that_names_template_and_message()
    {
        _charts.Add(new TestChart("web", "1.2.3").Add(
            "templates/secret.yaml", "kind: Secret\nstringData:\n  password: {{ required \"a password is needed\" .Values.password }}\n"));
        ConfigureWeb();

        var failure = await FailsAsync();
        ConfigureWeb("  values: {password: secret}");
        await _workspace.LockAsync(Token);

        var problem = Assert.Single(failure.Diagnostics);
        Assert.Equal("MIR7005", problem.Code.Id);
        Assert.Equal("mirror/imageset.yaml(8,9)", problem.Span!.ToString());
        Assert.Contains("The chart 'web:1.2.3': web/templates/secret.yaml(3,16): a password is needed. Give it with 'values'", problem.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Configuration, failure.ExitCode);
        Assert.Empty(Locked().Charts[0].Images);
    }

    [Fact]
    public async Task Blocked_image_is_left_out_and_listed()
    {
        _charts.Add(Web());
        const string Blocked = "\nblockedImages:\n- name: ^quay\\.io/a/job";
        _workspace.ConfigureMirror($"helm:\n  repositories:\n  - url: {_charts.Url}\n    charts:\n    - name: web{Blocked}");

        await _workspace.LockAsync(Token);
        var blocked = Locked();
        ConfigureWeb();
        await _workspace.LockAsync(Token);

        Assert.Equal(["quay.io/a/job:1"], blocked.Blocked);
        Assert.Equal(["docker.io/library/nginx:1.25"], blocked.Charts[0].Images.Select(image => image.Reference.ToString()));
        Assert.Equal(2, Locked().Charts[0].Images.Count);
    }

    [Fact]
    public async Task Image_that_is_not_there_is_an_error_that_names_the_template()
    {
        _charts.Add(new TestChart("web", "1.2.3").Pod("web", "quay.io/a/gone:1").Pod("more", "quay.io/a/gone-too:1"));
        ConfigureWeb();

        var failure = await FailsAsync();

        Assert.Equal(["MIR2010", "MIR2010"], failure.Diagnostics.Select(problem => problem.Code.Id));
        Assert.Contains("'quay.io/a/gone:1'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("web/templates/web.yaml: .spec.containers[0].image", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_image_is_left_out_with_a_warning()
    {
        _charts.Add(new TestChart("web", "1.2.3").Pod("web", "oci:///etc/passwd").Pod("job", "quay.io/a/job:1").Pod("bad", "\"UPPER/Case:1\""));
        ConfigureWeb("  imagePaths: ['{.metadata.name}']");

        await _workspace.LockAsync(Token);

        Assert.Equal(["quay.io/a/job:1"], Locked().Charts[0].Images.Select(image => image.Reference.ToString()));
        Assert.Equal(5, _workspace.Warnings.Count(warning => warning.Code.Id == "MIR7501"));
    }

    [Fact]
    public async Task Container_without_tag_runs_the_latest()
    {
        await PushAsync("a/job", "latest", ImageBuilder.Simple("latest"));
        _charts.Add(new TestChart("web", "1.2.3").Pod("web", "quay.io/a/job"));
        ConfigureWeb();

        await _workspace.LockAsync(Token);

        Assert.Equal("quay.io/a/job:latest", Locked().Charts[0].Images[0].Reference.ToString());
    }

    [Theory]
    [InlineData("  version: 3.x", "MIR2461", "has no version '3.x'. Its newest versions are '1.2.3'.", 8)]
    [InlineData("  version: latest", "MIR7001", "'latest' is not a version", 8)]
    [InlineData("  values: {image: '{{'}", "MIR7006", "web/templates/web.yaml", 8)]
    [InlineData("  imagePaths: ['{.a']", "MIR7008", "", 9)]
    [InlineData("  valuesFiles: [missing.yaml]", "MIR7002", "There is no values file 'missing.yaml'", 9)]
    public async Task Wrong_entry_is_told_at_its_place(string more, string code, string message, int line)
    {
        _charts.Add(Web());
        ConfigureWeb(more);

        var failure = await FailsAsync();
        Assert.Equal(code, failure.Diagnostics[0].Code.Id);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Equal(line, failure.Diagnostics[0].Span!.Line);
    }

    [Fact]
    public async Task Unknown_chart_is_told_with_the_nearest_name()
    {
        _charts.Add(Web());
        _workspace.ConfigureMirror($"helm:\n  repositories:\n  - url: {_charts.Url}\n    charts:\n    - name: wep");

        var failure = await FailsAsync();

        Assert.Equal("MIR2461", failure.Diagnostics[0].Code.Id);
        Assert.Contains("did you mean 'web'?", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_that_is_not_the_one_of_the_index_is_refused()
    {
        _charts.Add(Web(), digest: new string('a', 64));
        ConfigureWeb();

        Assert.Equal("MIR2463", (await FailsAsync()).Diagnostics[0].Code.Id);
    }

    [Fact]
    public async Task Archive_that_changes_after_it_was_locked_is_refused_and_the_store_serves()
    {
        _charts.Add(Web());
        ConfigureWeb("  mirrorChart: true");
        await _workspace.LockAsync(Token);
        _charts.Set("web-1.2.3.tgz", new TestChart("web", "1.2.3").Pack());

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        var empty = _workspace.Options(Destination) with { StoreFolder = _workspace.Folder.Combine("empty"), Destination = Model.Oci.Destination.TryParse($"docker://{_destination.Endpoint}/other", "", out var other, out _) ? other : null };
        var failure = await Assert.ThrowsAsync<MirrorException>(() => _workspace.PublishAsync(empty, Token));

        Assert.Contains(failure.Diagnostics, problem => problem.Code.Id == "MIR2463");
        Assert.Equal(ExitCode.Incomplete, failure.ExitCode);
    }

    [Fact]
    public async Task Chart_that_is_gone_upstream_comes_from_the_destination()
    {
        _charts.Add(Web());
        ConfigureWeb("  mirrorChart: true");
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        _charts.Set("web-1.2.3.tgz", null);
        var options = _workspace.Options(Destination) with { StoreFolder = _workspace.Folder.Combine("empty") };

        using var engine = _workspace.NewEngine(options);
        await engine.FetchAsync(Token);
        using var verify = _workspace.NewEngine(options with { Destination = null, Deep = true });

        await verify.VerifyAsync(Token);
    }

    [Fact]
    public async Task Plan_and_frozen_publish_work_from_a_filled_store()
    {
        _charts.Add(Web());
        ConfigureWeb("  mirrorChart: true");
        await _workspace.LockAsync(Token);
        var options = _workspace.Options(Destination);
        using (var engine = _workspace.NewEngine(options))
        {
            var plan = await engine.PlanAsync(Token);
            Assert.StartsWith("3 images, 3 of them to push", plan.Message, StringComparison.Ordinal);
            await engine.FetchAsync(Token);
        }

        _charts.ForgetRequests();
        await _source.ForgetRequestsAsync(Token);
        await _workspace.PublishAsync(options with { LockMode = LockMode.Frozen }, Token);

        Assert.Contains($"={Destination}/charts/web:1.2.3\n", _workspace.Output("plan", "mapping.txt"), StringComparison.Ordinal);
        Assert.Empty(_charts.Requests);
        Assert.Empty(await _source.RequestsAsync(Token));
        await AssertPublishedAsync("a/job:1");
    }

    [Fact]
    public async Task Repository_is_read_from_where_an_enclave_has_it()
    {
        _charts.Add(Web());
        _workspace.Redirect(("docker.io", _source.Endpoint), ("quay.io", _source.Endpoint), ("charts.example.com", $"{_charts.Endpoint}/stable"));
        _workspace.ConfigureMirror("helm:\n  repositories:\n  - url: https://charts.example.com\n    charts:\n    - {name: web, mirrorChart: true}");

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Equal("https://charts.example.com/web-1.2.3.tgz", Locked().Charts[0].Archive.Origin.ToString());
        Assert.Contains("/stable/index.yaml", _charts.Requests);
    }

    [Fact]
    public async Task Login_of_a_repository_comes_from_the_authentication_file()
    {
        _charts.Add(Web());
        var login = Convert.ToBase64String("reader:pw-4be1-otter"u8);
        _charts.Login = $"Basic {login}";
        ConfigureWeb();

        var refused = await FailsAsync();
        _workspace.Folder.WriteFile("auth.json", JsonSerializer.Serialize(new { auths = new Dictionary<string, object> { [_charts.Endpoint] = new { auth = login } } }));
        using (var engine = _workspace.NewEngine(_workspace.Options(null) with { SourceAuthFile = _workspace.Folder.Combine("auth.json") }))
        {
            await engine.ResolveAsync(Token);
            await engine.LockAsync(Token);
        }

        Assert.Equal("MIR3020", refused.Diagnostics[0].Code.Id);
        Assert.Contains("the chart repository", refused.Message, StringComparison.Ordinal);
        Assert.Equal("web:1.2.3", Locked().Charts[0].Id);
        Assert.DoesNotContain("otter", _workspace.LockText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charts_and_images_cross_the_gap_in_an_archive()
    {
        _charts.Add(Web());
        new TestChart("own", "0.1.0").Pod("own", "quay.io/a/extra:2").WriteTo(_workspace.Folder.Combine("mirror", "own"));
        _workspace.ConfigureMirror($"""
            helm:
              repositories:
              - url: {_charts.Url}
                charts:
                - {"{"}name: web, mirrorChart: true{"}"}
              local:
              - {"{"}path: own, mirrorChart: true{"}"}
            """);
        await _workspace.LockAsync(Token);
        using (var outside = _workspace.NewEngine(_workspace.Options(null)))
        {
            await outside.FetchAsync(Token);
            await outside.PackAsync(Token);
        }

        using var inside = new MirrorWorkspace();
        var options = inside.Options(Destination) with { From = [_workspace.Folder.Combine("output", "archives")], IsConfigurationOptional = true };
        await inside.PublishAsync(options, Token);

        foreach (var image in (string[])["library/nginx:1.25", "a/job:1", "a/extra:2"])
        {
            await AssertPublishedAsync(image);
        }

        foreach (var (source, chart) in LockFileReader.Read(Encoding.UTF8.GetBytes(_workspace.LockText), "lock").Sources.Values
            .OfType<LockedHelmSource>().SelectMany(source => source.Charts.Select(chart => (source, chart))))
        {
            Assert.Equal(chart.Artifact!.Digest, Digest.Of(await InspectAsync(_destination, $"ocp/{chart.Artifact.Target}")));
            Assert.NotEmpty(source.Key);
        }
    }

    [Fact]
    public async Task Name_of_a_chart_at_the_destination_is_mended_offline()
    {
        _charts.Add(Web());
        ConfigureWeb("  mirrorChart: true");
        await _workspace.LockAsync(Token);
        var right = _workspace.LockText;
        _workspace.Folder.WriteFile("mirror/mirror.lock.json", right.Replace("charts/web:1.2.3", "charts/other:9", StringComparison.Ordinal));
        _charts.ForgetRequests();

        using var engine = _workspace.NewEngine(_workspace.Options(null));
        await engine.LockRepairAsync(Token);

        Assert.Equal(right, _workspace.LockText);
        Assert.Empty(_charts.Requests);
    }

    [Fact]
    public async Task Images_of_one_name_that_are_locked_apart_are_told_with_the_way_out()
    {
        _charts.Add(Web());
        _workspace.ConfigureMirror("additionalImages:\n- name: nginx:1.25");
        await _workspace.LockAsync(Token);
        await PushAsync("library/nginx", "1.25", ImageBuilder.Simple("moved"));
        _workspace.ConfigureMirror($"additionalImages:\n- name: nginx:1.25\nhelm:\n  repositories:\n  - url: {_charts.Url}\n    charts:\n    - name: web");
        await _workspace.LockAsync(Token);

        var failure = await FailsAsync(update: "docker.io/library/nginx");
        await _workspace.LockAsync(Token, update: ["docker.io/library/nginx", "web"]);

        Assert.Equal("MIR2011", failure.Diagnostics[0].Code.Id);
        Assert.Contains($"Move all that bring it with '--update helm/{_charts.Url}/web' '--update images/docker.io/library/nginx:1.25'.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_charts_are_read_by_their_reserved_names()
    {
        await using var upstream = await SampleUpstream.StartAsync(new ListenOptions(), null, Token);
        const string Name = "upstream.mirror.invalid";
        _workspace.Redirect(("registry.redhat.io", Name), ("quay.io", Name), ("charts.example.com", $"{Name}/charts"));
        _workspace.ConfigureMirror("""
            helm:
              repositories:
              - url: https://charts.example.com/sample
                charts:
                - {name: sample-shop, mirrorChart: true}
              - url: oci://quay.io/sample-charts
                charts:
                - name: sample-agent
            """);
        using var engine = new MirrorEngine(_workspace.Options(Destination), new MirrorEnvironment
        {
            Host = new HostEnvironment(_workspace.Variables, _workspace.Folder.Path),
            Routes = new Dictionary<string, IPEndPoint> { [Name] = upstream.EndPoint },
        });

        await engine.ResolveAsync(Token);
        await engine.LockAsync(Token);
        await engine.PublishAsync(Token);

        var charts = LockFileReader.Read(Encoding.UTF8.GetBytes(_workspace.LockText), "lock").Sources.Values.OfType<LockedHelmSource>().SelectMany(source => source.Charts).ToList();
        Assert.Equal(["sample-shop:1.3.0", "sample-agent:0.2.0"], charts.Select(chart => chart.Id));
        Assert.All(charts, chart => Assert.NotEmpty(chart.Images));
    }

    [Fact]
    public async Task Platforms_of_the_entry_choose_instances_of_its_images()
    {
        _charts.Add(new TestChart("web", "1.2.3").Pod("web", "quay.io/a/extra:2"));
        ConfigureWeb();
        await _workspace.LockAsync(Token);
        var all = Locked();
        ConfigureWeb("  platforms: [{os: linux, architecture: arm64}]");

        await _workspace.LockAsync(Token);

        Assert.Equal([new Platform("linux", "arm64")], Locked().Platforms);
        Assert.Equal(all.Charts[0].Images[0].Resolved.Image, Locked().Charts[0].Images[0].Resolved.Image);
        Assert.True(Locked().Charts[0].Images[0].Resolved.Size < all.Charts[0].Images[0].Resolved.Size);
    }

    [Fact]
    public async Task Explain_names_every_place_that_asks_for_an_image()
    {
        _charts.Add(Web());
        ConfigureWeb();
        await _workspace.LockAsync(Token);
        var said = new List<string>();
        using var engine = new MirrorEngine(_workspace.Options(null) with { Images = ["library/nginx"] }, new MirrorEnvironment
        {
            Host = new HostEnvironment(_workspace.Variables, _workspace.Folder.Path),
            Say = said.Add,
        });

        await engine.ExplainAsync(Token);

        Assert.Contains(
            $"mirror/imageset.yaml(8,9): helm/{_charts.Url}/web > chart web:1.2.3 > web/templates/web.yaml: .spec.containers[0].image and web/templates/job.yaml: .spec.jobTemplate.spec.template.spec.containers[0].image",
            string.Concat(said),
            StringComparison.Ordinal);
    }
}
