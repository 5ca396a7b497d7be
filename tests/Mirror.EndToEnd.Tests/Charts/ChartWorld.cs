using System.Text;
using System.Text.Json;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Charts;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests.Charts;

/// <summary>A workspace, a chart repository over HTTP, and two real registries: one in place of docker.io and quay.io, one as the destination.</summary>
internal sealed class ChartWorld : IAsyncDisposable
{
    public const string HelmConfig = "application/vnd.cncf.helm.config.v1+json";
    public const string HelmContent = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

    private ChartWorld(DockerRegistryProcess source, DockerRegistryProcess destination)
    {
        Source = source;
        Destination = destination;
        Workspace.Redirect(("docker.io", source.Endpoint), ("quay.io", source.Endpoint));
    }

    public MirrorWorkspace Workspace { get; } = new();

    public ChartRepositoryServer Repository { get; } = new();

    public DockerRegistryProcess Source { get; }

    public DockerRegistryProcess Destination { get; }

    /// <summary>The destination as an argument.</summary>
    public string Address => $"docker://{Destination.Endpoint}/ocp";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts everything, with the images of <see cref="Web"/> at the source.</summary>
    public static async Task<ChartWorld> StartAsync()
    {
        var world = new ChartWorld(await DockerRegistryProcess.StartAsync(Token), await DockerRegistryProcess.StartAsync(Token));
        await world.PushAsync("library/nginx", "1.25", ImageBuilder.Simple("nginx"));
        await world.PushAsync("a/job", "1", ImageBuilder.Simple("job"));
        await world.PushAsync("a/extra", "2", IndexBuilder.Simple("extra", ImageFormat.Oci, "amd64", "arm64"));
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Destination.DisposeAsync();
        await Repository.DisposeAsync();
        Workspace.Dispose();
    }

    /// <summary>Pushes an image to the source.</summary>
    public async Task PushAsync(string repository, string tag, ImageContent image)
    {
        using var client = new HttpClient();
        await client.PushImageAsync(new Uri($"http://{Source.Endpoint}"), repository, tag, image, Token);
    }

    /// <summary>A chart with a pod and, as a hook, a CronJob; the value <c>extra</c> names one more image in an environment variable.</summary>
    public static TestChart Web(string version = "1.2.3") => new TestChart("web", version, "description: A web server\n")
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

    /// <summary>What the lock says of the only entry with charts.</summary>
    public LockedHelmSource Locked() => LockFileReader.Read(Encoding.UTF8.GetBytes(Workspace.LockText), "mirror.lock.json").Sources.Values.OfType<LockedHelmSource>().Single();

    /// <summary>The manifest as skopeo reads it.</summary>
    public static async Task<byte[]> InspectAsync(DockerRegistryProcess registry, string image) =>
        (await Skopeo.InspectRawAsync($"docker://{registry.Endpoint}/{image}", Token)).ToArray();

    /// <summary>Asserts that the destination has the manifest of the source, byte by byte.</summary>
    public async Task AssertPublishedAsync(string name) =>
        Assert.Equal(await InspectAsync(Source, name), await InspectAsync(Destination, $"ocp/{name}"));

    /// <summary>Runs the steps of Lock, which must fail.</summary>
    public Task<MirrorException> FailsAsync(LockMode mode = LockMode.Update, params string[] update) =>
        Assert.ThrowsAsync<MirrorException>(() => Workspace.LockAsync(Token, mode, update));

    /// <summary>Configures the chart <c>web</c> of the repository; <paramref name="more"/> are further fields of its entry.</summary>
    public void ConfigureWeb(string more = "") => Workspace.ConfigureMirror(
        $"helm:\n  repositories:\n  - url: {Repository.Url}\n    charts:\n    - name: web{(more.Length == 0 ? "" : $"\n    {more.ReplaceLineEndings("\n    ")}")}");

    /// <summary>Pushes a chart as <c>helm push</c> does.</summary>
    public async Task PushChartAsync(string repository, TestChart chart, string configType = HelmConfig)
    {
        var archive = chart.Pack();
        using var client = new HttpClient();
        var registry = new Uri($"http://{Source.Endpoint}");
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
}
