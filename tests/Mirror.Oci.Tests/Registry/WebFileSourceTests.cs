using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry;
using Mirror.Oci.Registry.Authentication;
using Mirror.Oci.Registry.Configuration;
using Mirror.Oci.Tests.Registry.Client;
using Mirror.Oci.Tests.Registry.Configuration;
using Mirror.Testing.Faults;

namespace Mirror.Oci.Tests.Registry;

public sealed class WebFileSourceTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<ServerRequest> _requests = new();
    private readonly FixedCredentials _credentials = new(RegistryCredential.Basic("reader", "pw-9d2c-heron"));
    private readonly LoopbackServer _server;
    private Func<ServerRequest, ServerAnswer> _answer = request => request.Path switch
    {
        "/stable/index.yaml" => new ServerAnswer(200) { Body = "index"u8.ToArray() },
        _ => new ServerAnswer(404),
    };

    public WebFileSourceTests() => _server = new LoopbackServer((request, _) =>
    {
        _requests.Enqueue(request);
        return Task.FromResult(_answer(request));
    });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Uri Address(string path) => new($"http://{_server.Endpoint}{path}");

    private async Task<string?> ReadAsync(Uri address, string registriesConf = "", int limit = 1000, bool isPinned = false, RegistryClientOptions? options = null)
    {
        using var clients = new RegistryClientPool((options ?? new RegistryClientOptions()) with { RetryTimes = 1, RetryDelay = TimeSpan.Zero, Credentials = _credentials });
        var source = new WebFileSource(clients, RegistriesTestFiles.Parse(registriesConf).ResolveWeb, "chart repository", insecure: false);
        var file = await source.FindFileAsync(address, isPinned, limit, Token);
        return file is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
    }

    [Fact]
    public async Task File_is_read_and_its_absence_is_no_failure()
    {
        Assert.Equal("index", await ReadAsync(Address("/stable/index.yaml")));
        Assert.Null(await ReadAsync(Address("/stable/other.yaml")));
    }

    [Fact]
    public async Task Login_is_sent_only_when_it_is_asked_for()
    {
        _answer = request => request["Authorization"].Length == 0
            ? new ServerAnswer(401).With("WWW-Authenticate", "Basic realm=\"charts\"")
            : new ServerAnswer(200) { Body = Encoding.UTF8.GetBytes(request["Authorization"]) };

        var answer = await ReadAsync(Address("/stable/index.yaml"));

        Assert.Equal($"Basic {Convert.ToBase64String("reader:pw-9d2c-heron"u8)}", answer);
        Assert.Equal([$"{_server.Endpoint}/stable/index.yaml"], _credentials.Asked);
        Assert.Equal(2, _requests.Count);
    }

    [Fact]
    public async Task Refused_login_is_told_without_its_secret()
    {
        _answer = _ => new ServerAnswer(401).With("WWW-Authenticate", "Basic realm=\"charts\"");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => ReadAsync(Address("/stable/index.yaml")));

        Assert.Equal(MirrorErrors.RegistryUnauthorized, failure.Diagnostics[0].Code);
        Assert.Contains($"the chart repository '{_server.Endpoint}' does not take", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("heron", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_over_the_limit_is_refused()
    {
        _answer = _ => new ServerAnswer(200) { Body = new byte[1001] };

        var failure = await Assert.ThrowsAsync<MirrorException>(() => ReadAsync(Address("/x")));

        Assert.Equal(MirrorErrors.RegistryAnswerTooLarge, failure.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Archive_that_the_server_calls_gzipped_is_taken_as_it_is()
    {
        _answer = _ => new ServerAnswer(200) { Body = "packed"u8.ToArray() }.With("Content-Encoding", "x-gzip");

        Assert.Equal("packed", await ReadAsync(Address("/x.tgz")));
    }

    [Fact]
    public async Task Query_is_sent_and_told_to_nobody()
    {
        _answer = _ => new ServerAnswer(403);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => ReadAsync(Address("/x.tgz?token=abc-secret")));

        Assert.EndsWith("?token=abc-secret", _requests.Single().Query, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_of_registries_conf_sends_the_read_elsewhere()
    {
        var conf = $"[[registry]]\nprefix = 'charts.example.com'\nlocation = '{_server.Endpoint}'\ninsecure = true\n";

        Assert.Equal("index", await ReadAsync(new Uri("https://charts.example.com/stable/index.yaml"), conf));
    }

    [Fact]
    public async Task Mirror_is_asked_before_the_place_itself_and_those_for_digests_only_for_what_is_pinned()
    {
        var conf = $"""
            [[registry]]
            prefix = '{_server.Endpoint}/stable'
            location = '{_server.Endpoint}/stable'
            insecure = true
            [[registry.mirror]]
            location = '{_server.Endpoint}/mirror'
            pull-from-mirror = 'digest-only'
            """;

        await ReadAsync(Address("/stable/index.yaml"), conf);
        Assert.Equal(["/stable/index.yaml"], _requests.Select(request => request.Path));
        _requests.Clear();
        await ReadAsync(Address("/stable/index.yaml"), conf, isPinned: true);

        Assert.Equal(["/mirror/index.yaml", "/stable/index.yaml"], _requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Blocked_host_is_not_asked()
    {
        var failure = await Assert.ThrowsAsync<MirrorException>(() => ReadAsync(
            Address("/stable/index.yaml"), $"[[registry]]\nprefix = '{_server.Endpoint}'\nlocation = '{_server.Endpoint}'\nblocked = true\n"));

        Assert.Equal(MirrorErrors.RegistryBlocked, failure.Diagnostics[0].Code);
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task Name_that_this_process_serves_leads_to_its_port()
    {
        var options = new RegistryClientOptions { Routes = new Dictionary<string, IPEndPoint> { ["charts.mirror.invalid"] = IPEndPoint.Parse(_server.Endpoint) } };

        Assert.Equal("index", await ReadAsync(new Uri("https://charts.mirror.invalid/stable/index.yaml"), options: options));
    }
}
