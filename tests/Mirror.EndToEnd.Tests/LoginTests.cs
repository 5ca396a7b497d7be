using System.Text;
using Mirror.Engine;
using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing.Faults;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Whole runs against registries that want to know who asks, with nothing but the files of containers-auth.json(5) and containers-certs.d(5).</summary>
public sealed class LoginTests : IDisposable
{
    private const string Image = "name: quay.io/team/app:1";

    private readonly MirrorWorkspace _workspace = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static (string UserName, string Password) Reader => ("reader", "read-s3cr3t");

    private static (string UserName, string Password) Writer => ("writer", "write-s3cr3t");

    public void Dispose() => _workspace.Dispose();

    private static string Auths(params (string Registry, (string UserName, string Password) Account)[] entries) =>
        "{\"auths\":{" + string.Join(",", entries.Select(e => $"\"{e.Registry}\":{{\"auth\":\"{Encode(e.Account)}\"}}")) + "}}";

    private static string Encode((string UserName, string Password) account) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.UserName}:{account.Password}"));

    private string Write(string path, params (string Registry, (string UserName, string Password) Account)[] entries)
    {
        var file = _workspace.Folder.WriteFile(path, Auths(entries));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    private static Task<DockerRegistryProcess> StartAsync((string UserName, string Password) account) =>
        DockerRegistryProcess.StartAsync(new DockerRegistryOptions { Account = account }, Token);

    private static async Task PushAsync(DockerRegistryProcess registry, (string UserName, string Password) account, ImageContent image)
    {
        using var layout = new Mirror.Testing.TempFolder();
        Mirror.Testing.Images.LayoutFolder.Write(layout.Path, ("image", image));
        string[] arguments = ["copy", "--quiet", "--preserve-digests", "--dest-tls-verify=false", $"--dest-creds={account.UserName}:{account.Password}"];
        (await Skopeo.RunAsync([.. arguments, $"oci:{layout.Path}:image", $"docker://{registry.Endpoint}/team/app:1"], Token)).EnsureSuccess();
    }

    private async Task<MirrorException> PublishFailsAsync(MirrorOptions options) =>
        await Assert.ThrowsAsync<MirrorException>(() => _workspace.PublishAsync(options, Token));

    private static void AssertQuiet(MirrorException failure)
    {
        Assert.DoesNotContain("s3cr3t", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Encode(Reader), failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Encode(Writer), failure.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Where a file of credentials lies, and how a run is told of it.</summary>
    [Theory]
    [InlineData("mine.json", "REGISTRY_AUTH_FILE")]
    [InlineData("mine.json", "--authfile")]
    [InlineData("home/.config/containers/auth.json", "HOME")]
    [InlineData("home/.docker/config.json", "HOME")]
    [InlineData("home/containers/auth.json", "XDG_RUNTIME_DIR")]
    public async Task Password_is_found_in_every_usual_file(string file, string told)
    {
        await using var source = await StartAsync(Reader);
        await using var destination = await StartAsync(Writer);
        await PushAsync(source, Reader, ImageBuilder.Simple("a"));
        _workspace.Redirect(("quay.io", source.Endpoint));
        _workspace.Configure(Image);
        var path = Write(file, (source.Endpoint, Reader), (destination.Endpoint, Writer));
        var options = _workspace.Options($"docker://{destination.Endpoint}/ocp");
        if (told == "--authfile")
        {
            options = options with { AuthFile = path };
        }
        else
        {
            _workspace.Variables[told] = told == "REGISTRY_AUTH_FILE" ? path : _workspace.Folder.Combine("home");
        }

        var results = await _workspace.PublishAsync(options, Token);

        Assert.Equal($"'docker://{destination.Endpoint}/ocp' has 1 image, 1 of them new", results[3].Result.Message);
    }

    [Fact]
    public async Task Files_of_the_two_sides_are_kept_apart()
    {
        await using var registry = new FaultyRegistry();
        registry.Content.Add("team/app", "1", ImageBuilder.Simple("a"));
        registry.Guard = request =>
        {
            var account = request.Path.StartsWith("/v2/ocp/", StringComparison.Ordinal) ? Writer : Reader;
            return request["Authorization"] == $"Basic {Encode(account)}" || request.Path == "/v2/"
                ? null
                : ServerAnswer.Error(401, "UNAUTHORIZED", "authentication required").With("WWW-Authenticate", "Basic realm=\"r\"");
        };
        _workspace.Redirect(("quay.io", registry.Endpoint));
        _workspace.Configure(Image);

        await _workspace.PublishAsync(
            _workspace.Options($"docker://{registry.Endpoint}/ocp") with
            {
                SourceAuthFile = Write("source.json", (registry.Endpoint, Reader)),
                DestinationAuthFile = Write("destination.json", (registry.Endpoint, Writer)),
            },
            Token);

        Assert.NotNull(registry.Content.FindManifest("ocp/team/app", "1"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Login_for_the_namespace_is_enough_and_preferred_to_that_of_the_registry(bool hasOther)
    {
        await using var registry = new FaultyRegistry();
        registry.Guard = request => request["Authorization"] == $"Basic {Encode(Writer)}"
            ? null
            : ServerAnswer.Error(401, "UNAUTHORIZED", "authentication required").With("WWW-Authenticate", "Basic realm=\"r\"");
        await using var source = new FaultyRegistry();
        source.Content.Add("team/app", "1", ImageBuilder.Simple("a"));
        _workspace.Redirect(("quay.io", source.Endpoint));
        _workspace.Configure(Image);
        _workspace.Variables["REGISTRY_AUTH_FILE"] = hasOther
            ? Write("auth.json", (registry.Endpoint, Reader), ($"{registry.Endpoint}/ocp", Writer))
            : Write("auth.json", ($"{registry.Endpoint}/ocp", Writer));

        await _workspace.PublishAsync(_workspace.Options($"docker://{registry.Endpoint}/ocp"), Token);

        Assert.NotNull(registry.Content.FindManifest("ocp/team/app", "1"));
    }

    [Fact]
    public async Task Token_server_gets_the_password_and_the_registry_never()
    {
        await using var tokens = new TestTokenServer { Refusal = Refuse };
        await using var source = new FaultyRegistry { Guard = tokens.Guard };
        await using var destination = new FaultyRegistry { Guard = tokens.Guard };
        source.Content.Add("team/app", "1", ImageBuilder.Simple("a"));
        _workspace.Redirect(("quay.io", source.Endpoint));
        _workspace.Configure(Image);
        _workspace.Variables["REGISTRY_AUTH_FILE"] = Write("auth.json", (source.Endpoint, Reader), (destination.Endpoint, Writer));

        await _workspace.PublishAsync(_workspace.Options($"docker://{destination.Endpoint}/ocp"), Token);

        Assert.NotNull(destination.Content.FindManifest("ocp/team/app", "1"));
        Assert.DoesNotContain([.. source.Requests, .. destination.Requests], r => r["Authorization"].StartsWith("Basic", StringComparison.Ordinal));

        static ServerAnswer? Refuse(ServerRequest request) =>
            request["Authorization"] == $"Basic {Encode(request.Query.Contains("team", StringComparison.Ordinal) && !request.Query.Contains("ocp", StringComparison.Ordinal) ? Reader : Writer)}"
                ? null
                : new ServerAnswer(401);
    }

    [Fact]
    public async Task Token_that_expires_in_the_middle_is_replaced()
    {
        await using var tokens = new TestTokenServer();
        var count = 0;
        await using var destination = new FaultyRegistry();
        destination.Guard = request =>
        {
            if (Interlocked.Increment(ref count) % 7 == 0)
            {
                tokens.Revoke();
            }

            return tokens.Guard(request);
        };
        await using var source = new FaultyRegistry();
        source.Content.Add("team/app", "1", IndexBuilder.Simple("a", ImageFormat.Oci, "amd64", "arm64", "s390x"));
        _workspace.Redirect(("quay.io", source.Endpoint));
        _workspace.Configure(Image);

        await _workspace.PublishAsync(_workspace.Options($"docker://{destination.Endpoint}/ocp") with { Parallel = 1 }, Token);

        Assert.NotNull(destination.Content.FindManifest("ocp/team/app", "1"));
        Assert.True(tokens.Requests.Count > 2);
    }

    [Fact]
    public async Task Private_authority_and_client_certificate_come_from_certs_d_alone()
    {
        var authority = TestCertificate.ForLoopback();
        var own = TestCertificate.ForLoopback();
        var options = new DockerRegistryOptions { Certificate = authority, ClientAuthority = own, Account = Writer };
        await using var destination = await DockerRegistryProcess.StartAsync(options, Token);
        await using var source = new FaultyRegistry(new LoopbackTls(authority, demandsClientCertificate: true));
        source.Content.Add("team/app", "1", ImageBuilder.Simple("a"));
        foreach (var endpoint in (string[])[source.Endpoint, destination.Endpoint])
        {
            WriteCertificates(endpoint, authority, own);
        }

        _workspace.Redirect(isInsecure: false, ("quay.io", source.Endpoint));
        _workspace.Configure(Image);
        _workspace.Variables["HOME"] = _workspace.Folder.Combine("home");
        Write("home/.config/containers/auth.json", (destination.Endpoint, Writer));

        var results = await _workspace.PublishAsync(_workspace.Options($"docker://{destination.Endpoint}/ocp"), Token);

        Assert.Equal($"'docker://{destination.Endpoint}/ocp' has 1 image, 1 of them new", results[3].Result.Message);
    }

    [Fact]
    public async Task Unknown_authority_of_the_destination_is_named_with_the_folder_for_its_certificate()
    {
        await using var destination = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { Certificate = TestCertificate.ForLoopback() }, Token);
        await using var source = new FaultyRegistry();
        source.Content.Add("team/app", "1", ImageBuilder.Simple("a"));
        WriteCertificates(destination.Endpoint, TestCertificate.ForLoopback(), null);
        _workspace.Redirect(("quay.io", source.Endpoint));
        _workspace.Configure(Image);
        _workspace.Variables["HOME"] = _workspace.Folder.Combine("home");

        var failure = await PublishFailsAsync(_workspace.Options($"docker://{destination.Endpoint}/ocp") with { RetryDelay = TimeSpan.FromHours(1) });

        AssertEnds(failure, MirrorErrors.RegistryTls, ExitCode.Destination, destination.Endpoint);
    }

    [Fact]
    public async Task Missing_client_certificate_fails_at_once_with_the_registrys_name()
    {
        var authority = TestCertificate.ForLoopback();
        var options = new DockerRegistryOptions { Certificate = authority, ClientAuthority = TestCertificate.ForLoopback() };
        await using var destination = await DockerRegistryProcess.StartAsync(options, Token);
        await using var source = new FaultyRegistry();
        source.Content.Add("team/app", "1", ImageBuilder.Simple("a"));
        WriteCertificates(destination.Endpoint, authority, null);
        _workspace.Redirect(("quay.io", source.Endpoint));
        _workspace.Configure(Image);
        _workspace.Variables["HOME"] = _workspace.Folder.Combine("home");

        var failure = await PublishFailsAsync(_workspace.Options($"docker://{destination.Endpoint}/ocp") with { RetryDelay = TimeSpan.FromHours(1) });

        AssertEnds(failure, MirrorErrors.RegistryTls, ExitCode.Destination, destination.Endpoint);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wrong_or_missing_password_of_the_destination_fails_at_once_with_what_to_do(bool hasLogin)
    {
        await using var destination = await StartAsync(Writer);
        await using var source = new FaultyRegistry();
        source.Content.Add("team/app", "1", ImageBuilder.Simple("a"));
        source.Content.Add("team/app", "2", ImageBuilder.Simple("b"));
        _workspace.Redirect(("quay.io", source.Endpoint));
        _workspace.Configure(Image, "name: quay.io/team/app:2");
        _workspace.Variables["REGISTRY_AUTH_FILE"] = hasLogin ? Write("auth.json", (destination.Endpoint, Reader)) : Write("auth.json");

        var failure = await PublishFailsAsync(_workspace.Options($"docker://{destination.Endpoint}/ocp") with { RetryDelay = TimeSpan.FromHours(1) });

        AssertEnds(failure, MirrorErrors.RegistryUnauthorized, ExitCode.Destination, destination.Endpoint);
        Assert.InRange((await destination.RequestsAsync(Token)).Count, 1, 4);
        Assert.DoesNotContain(source.Requests, r => r.Path.Contains("/blobs/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wrong_or_missing_password_of_a_source_fails_at_once_with_what_to_do(bool hasLogin)
    {
        await using var source = await StartAsync(Reader);
        _workspace.Redirect(("quay.io", source.Endpoint));
        _workspace.Configure(Image);
        _workspace.Variables["REGISTRY_AUTH_FILE"] = hasLogin ? Write("auth.json", (source.Endpoint, Writer)) : Write("auth.json");

        var failure = await PublishFailsAsync(_workspace.Options("docker://127.0.0.1:1/ocp") with { RetryDelay = TimeSpan.FromHours(1) });

        AssertEnds(failure, MirrorErrors.RegistryUnauthorized, ExitCode.Source, source.Endpoint);
        Assert.InRange((await source.RequestsAsync(Token)).Count, 1, 3);
    }

    [Fact]
    public async Task Login_that_the_token_server_refuses_fails_at_once_with_the_registrys_name()
    {
        await using var tokens = new TestTokenServer { Refusal = _ => ServerAnswer.Error(401, "UNAUTHORIZED", "wrong password write-s3cr3t") };
        await using var destination = new FaultyRegistry { Guard = tokens.Guard };
        await using var source = new FaultyRegistry();
        source.Content.Add("team/app", "1", ImageBuilder.Simple("a"));
        _workspace.Redirect(("quay.io", source.Endpoint));
        _workspace.Configure(Image);
        _workspace.Variables["REGISTRY_AUTH_FILE"] = Write("auth.json", (destination.Endpoint, Writer));

        var failure = await PublishFailsAsync(_workspace.Options($"docker://{destination.Endpoint}/ocp") with { RetryDelay = TimeSpan.FromHours(1) });

        AssertEnds(failure, MirrorErrors.RegistryUnauthorized, ExitCode.Destination, destination.Endpoint);
        Assert.InRange(tokens.Requests.Count, 1, 2);
    }

    private static void AssertEnds(MirrorException failure, ErrorCode code, ExitCode exitCode, string registry)
    {
        Assert.All(failure.Diagnostics, diagnostic => Assert.Equal(code, diagnostic.Code));
        Assert.Equal(exitCode, failure.ExitCode);
        Assert.Contains($"'{registry}'", failure.Message, StringComparison.Ordinal);
        AssertQuiet(failure);
    }

    private void WriteCertificates(string endpoint, TestCertificate authority, TestCertificate? own)
    {
        var folder = $"home/.config/containers/certs.d/{endpoint}";
        _workspace.Folder.WriteFile($"{folder}/ca.crt", authority.AuthorityPem);
        if (own is not null)
        {
            _workspace.Folder.WriteFile($"{folder}/client.cert", own.CertificatePem);
            _workspace.Folder.WriteFile($"{folder}/client.key", own.KeyPem);
        }
    }
}
