using System.Net.Http.Headers;
using System.Text;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests.Releases;

/// <summary>A release that is mirrored by its version alone, by the real host between two registries that want a login.</summary>
public sealed class NamedReleaseTests(GpgSigner signer) : IClassFixture<GpgSigner>, IAsyncLifetime
{
    private static readonly (string UserName, string Password) Reader = ("reader", "read-s3cr3t");
    private static readonly (string UserName, string Password) Writer = ("writer", "write-s3cr3t");
    private static readonly (string, string)[] Components = [("cli", "cli 1"), ("cluster-version-operator", "cvo 1"), ("etcd", "etcd 1")];

    private readonly MirrorWorkspace _workspace = new();
    private readonly HttpClient _client = new();
    private readonly ReleaseUpstream _upstream = new(signer);
    private DockerRegistryProcess _source = null!;
    private DockerRegistryProcess _destination = null!;
    private TestRelease _release = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Address => $"docker://{_destination.Endpoint}";

    public async ValueTask InitializeAsync()
    {
        _source = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { Account = Reader }, Token);
        _destination = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { Account = Writer }, Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        _upstream.ApplyTo(_workspace);
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Encode(Reader));
        _release = TestRelease.Of("4.20.9", Components);
        await _release.PushAsync(_client, _source.BaseUri, Token);
        await _upstream.SignAsync(_release);
        await _source.ForgetRequestsAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        await _upstream.DisposeAsync();
        _client.Dispose();
        _workspace.Dispose();
    }

    private static string Encode((string UserName, string Password) account) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.UserName}:{account.Password}"));

    private string AuthFile((string, string) source, (string, string) destination, string name = "auth.json")
    {
        var file = _workspace.Folder.WriteFile(
            name,
            $$"""{"auths": {"{{_source.Endpoint}}": {"auth": "{{Encode(source)}}" }, "{{_destination.Endpoint}}": {"auth": "{{Encode(destination)}}" } } }""");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    private Dictionary<string, string?> Environment()
    {
        var variables = new Dictionary<string, string?>(HostProcess.Environment(_workspace), StringComparer.Ordinal)
        {
            ["CONTAINERS_REGISTRIES_CONF"] = _workspace.Folder.Combine("mirror", "registries.conf"),
            ["TERM"] = "xterm",
        };
        foreach (var (name, value) in _workspace.Variables)
        {
            variables[name] = value;
        }

        return variables;
    }

    private string[] Arguments(params string[] more) =>
    [
        RequiredTools.PathOf("dotnet"), Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"),
        "--target", "Publish", "--release", "4.20.9", "--arch", "amd64", "--destination", Address,
        "--store", _workspace.Folder.Combine("store"), "--output", _workspace.Folder.Combine("output"), .. more,
    ];

    private async Task<ToolResult> RunAsync(params string[] more)
    {
        var command = Arguments(more);
        return await ToolProcess.RunAsync("dotnet", command[1..], new ToolOptions { Environment = Environment(), WorkingFolder = _workspace.Folder.Path }, Token);
    }

    private async Task AssertPublishedAsync(string path)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Encode(Writer));
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", MediaTypes.DockerManifest);
        var payload = await client.GetByteArrayAsync(new Uri(_destination.BaseUri, $"/v2/{path}/openshift/release-images/manifests/4.20.9-x86_64"), Token);
        Assert.Equal(_release.Payload.Digest, Digest.Of(payload));
        foreach (var (name, image) in _release.Components)
        {
            var component = await client.GetByteArrayAsync(new Uri(_destination.BaseUri, $"/v2/{path}/openshift/release/manifests/4.20.9-x86_64-{name}"), Token);
            Assert.Equal(image.Digest, Digest.Of(component));
        }
    }

    [Fact]
    public async Task Version_alone_is_enough_and_makes_a_mirror_like_any_other()
    {
        var file = AuthFile(Reader, Writer);

        var first = await RunAsync("--authfile", file);
        var second = await RunAsync("--authfile", file);

        first.EnsureSuccess();
        second.EnsureSuccess();
        await AssertPublishedAsync("openshift-4.20.9");
        var mirror = _workspace.Folder.Combine("output", "openshift-4.20.9-x86_64");
        Assert.Contains("release: quay.io/openshift-release-dev/ocp-release:4.20.9-x86_64\n", await File.ReadAllTextAsync(Path.Combine(mirror, "imageset.yaml"), Token), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(mirror, "mirror.lock.json")));
        Assert.True(_workspace.HasOutput("cluster-resources", "idms-oc-mirror.yaml"));
        Assert.Matches(@"(?m)^PublishContent +up to date ", second.OutputText);
    }

    [Fact]
    public async Task Namespace_is_what_is_asked_for()
    {
        var result = await RunAsync(
            "--src-authfile", AuthFile(Reader, Reader, "src.json"), "--dest-authfile", AuthFile(Writer, Writer, "dest.json"), "--namespace", "team/ocp");

        result.EnsureSuccess();

        await AssertPublishedAsync("team/ocp");
    }

    [Fact]
    public async Task Wrong_logins_are_asked_for_at_the_terminal_and_kept_nowhere()
    {
        var file = AuthFile(("reader", "wrong-1"), ("writer", "wrong-2"));
        var before = await File.ReadAllTextAsync(file, Token);

        var (shown, exitCode) = await TerminalSession.RunAsync(
            Arguments("--authfile", file),
            _workspace.Folder.Path,
            Environment(),
            [
                ($"Login for '{_source.Endpoint}'", Reader.UserName), ("Password: ", Reader.Password),
                ($"Login for '{_destination.Endpoint}'", Writer.UserName), ("Password: ", Writer.Password),
            ],
            Token);

        Assert.True(exitCode == 0, shown);
        await AssertPublishedAsync("openshift-4.20.9");
        Assert.Equal(before, await File.ReadAllTextAsync(file, Token));
        Assert.DoesNotContain("s3cr3t", shown, StringComparison.Ordinal);
        foreach (var written in Directory.EnumerateFiles(_workspace.Folder.Path, "*", SearchOption.AllDirectories))
        {
            var text = await File.ReadAllTextAsync(written, Encoding.Latin1, Token);
            Assert.False(text.Contains("s3cr3t", StringComparison.Ordinal) && written != file, written);
        }
    }

    [Fact]
    public async Task Wrong_login_at_the_terminal_ends_the_run()
    {
        var (shown, exitCode) = await TerminalSession.RunAsync(
            Arguments("--authfile", AuthFile(("reader", "wrong-1"), Writer)),
            _workspace.Folder.Path,
            Environment(),
            [($"Login for '{_source.Endpoint}'", Reader.UserName), ("Password: ", "wrong-again")],
            Token);

        Assert.Equal((int)ExitCode.Source, exitCode);
        Assert.Contains($"MIR5015: The registry '{_source.Endpoint}' does not let us in", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-again", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, ExitCode.Source)]
    [InlineData(true, ExitCode.Destination)]
    public async Task Without_a_terminal_a_wrong_login_ends_the_run_before_any_work(bool sourceIsRight, ExitCode exitCode)
    {
        var result = await RunAsync("--authfile", AuthFile(sourceIsRight ? Reader : ("reader", "wrong-1"), ("writer", "wrong-2")));

        Assert.Equal((int)exitCode, result.ExitCode);
        Assert.Contains($"MIR5015: The registry '{(sourceIsRight ? _destination : _source).Endpoint}' does not let us in", result.Error, StringComparison.Ordinal);
        Assert.Contains("There is no terminal", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.Folder.Combine("store", "blobs")), "Something was fetched.");
        Assert.DoesNotContain(await _source.RequestsAsync(Token), request => request.Path.Contains("/blobs/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Releases_of_a_configuration_can_be_left_out_and_stay_in_the_lock()
    {
        var options = _workspace.Options($"{Address}/ocp") with { AuthFile = AuthFile(Reader, Writer) };
        _workspace.Folder.WriteFile("mirror/imageset.yaml", """
            kind: ImageSetConfiguration
            apiVersion: mirror.openshift.io/v2alpha1
            mirror:
              platform:
                release: quay.io/openshift-release-dev/ocp-release:4.20.9-x86_64
              additionalImages:
              - name: quay.io/openshift-release-dev/ocp-release:4.20.9-x86_64
                targetRepo: copies/payload

            """);

        var without = await _workspace.PublishAsync(options with { NoRelease = true }, Token);
        var lockWithout = _workspace.LockText;
        var with = await _workspace.PublishAsync(options, Token);
        var lockWith = _workspace.LockText;
        var again = await _workspace.PublishAsync(options with { NoRelease = true, LockMode = LockMode.Locked }, Token);

        Assert.EndsWith("has 1 image, 1 of them new", without[3].Result.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("platform/", lockWithout, StringComparison.Ordinal);
        Assert.EndsWith("has 5 images, 4 of them new", with[3].Result.Message, StringComparison.Ordinal);
        Assert.Contains("platform/release/", lockWith, StringComparison.Ordinal);
        Assert.EndsWith("has the one image of the lock", again[3].Result.Message, StringComparison.Ordinal);
        await _workspace.PublishAsync(options with { NoRelease = true }, Token);
        Assert.Equal(lockWith, _workspace.LockText);
    }
}
