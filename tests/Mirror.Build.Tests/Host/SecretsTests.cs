using System.Text;
using Mirror.Sandbox.Images;
using Mirror.Testing.Faults;
using Mirror.Testing.Processes;

namespace Mirror.Build.Tests.Host;

/// <summary>Whole runs against servers that repeat every secret they are told, and everything that such a run writes.</summary>
public sealed class SecretsTests : IAsyncLifetime
{
    private const string Signature = "s1gnature-s3cr3t";
    private const string ProxyPassword = "pr0xy-s3cr3t";

    private readonly HostFolders _host = new();
    private readonly FaultyRegistry _source = new();
    private readonly FaultyRegistry _destination = new();
    private readonly FaultyRegistry _storage = new();

    private static string Reader { get; } = Encode("reader:read-s3cr3t");

    private static string Writer { get; } = Encode("writer:write-s3cr3t");

    private string Target => $"docker://{_destination.Endpoint}/ocp";

    public ValueTask InitializeAsync()
    {
        var image = ImageBuilder.Simple("a");
        _source.Content.Add("a/b", "1", image);
        _source.Guard = request => Demand(request, Reader);
        _destination.Guard = request => Demand(request, Writer);
        _source.On("GET", "/blobs/", request => new ServerAnswer(307).With("Location", $"http://{_storage.Endpoint}{request.Path}?X-Signature={Signature}"), 100);
        _destination.After("POST", "/uploads/", answer => answer with
        {
            Headers = [.. answer.Headers.Select(header => header.Name == "Location" ? (header.Name, $"{header.Value}&signature={Signature}") : header)],
        }, 100);
        _storage.Content.Add("a/b", "1", image);
        _host.Configure(_source.Endpoint, "a/b:1");
        _host.Variables["REGISTRY_AUTH_FILE"] = _host.Folder.WriteFile(
            "secret/auth.json",
            $$$"""{"auths":{"{{{_source.Endpoint}}}":{"auth":"{{{Reader}}}"},"{{{_destination.Endpoint}}}":{"auth":"{{{Writer}}}"}""" + "}}");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        await _storage.DisposeAsync();
        _host.Dispose();
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static ServerAnswer? Demand(ServerRequest request, string account) => request["Authorization"] == $"Basic {account}"
        ? null
        : Parrot(request, 401).With("WWW-Authenticate", "Basic realm=\"r\"");

    private static ServerAnswer Parrot(ServerRequest request, int status) => ServerAnswer.Error(
        status,
        "DENIED",
        $"{request.Query} {request["Authorization"]} {request["Proxy-Authorization"]} {Encoding.UTF8.GetString(Convert.FromBase64String(request["Authorization"].Split(' ')[^1]))}");

    private async Task AssertQuietAsync(int exitCode, params string[] args)
    {
        var result = await _host.RunAsync("Publish", ["--destination", Target, "--log-level", "trace", "--retry-times", "1", "--retry-delay", "1ms", .. args]);

        Assert.True(exitCode == result.ExitCode, $"{result.ExitCode}: {result.Error}");
        var written = _host.Read("mirror-configs", "store", "output");
        Assert.Contains(written.Keys, file => file.EndsWith("report.json", StringComparison.Ordinal));
        foreach (var text in (string[])[result.OutputText, result.Error, .. written.Values])
        {
            Assert.DoesNotContain("s3cr3t", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Reader, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Writer, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Encode($"me:{ProxyPassword}"), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Success_leaves_no_secret_behind()
    {
        await AssertQuietAsync(0);

        Assert.Contains(_storage.Requests, request => request.Query.Contains(Signature, StringComparison.Ordinal));
        Assert.Contains(_destination.Requests, request => request.Method == "PUT" && request.Query.Contains(Signature, StringComparison.Ordinal));
        Assert.DoesNotContain(_storage.Requests, request => request["Authorization"].Length > 0);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(500)]
    public async Task Refusal_of_the_source_tells_no_secret(int status)
    {
        _source.On("GET", "/manifests/", request => Parrot(request, status), 100);

        await AssertQuietAsync(4);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(500)]
    public async Task Refusal_of_the_storage_tells_no_signature(int status)
    {
        _storage.On("GET", "/blobs/", request => ServerAnswer.Error(status, "DENIED", $"wrong: {request.Path}{request.Query}"), 100);

        await AssertQuietAsync(4);
    }

    [Theory]
    [InlineData("PUT", 400)]
    [InlineData("PUT", 403)]
    [InlineData("POST", 500)]
    public async Task Refusal_of_the_destination_tells_no_secret(string method, int status)
    {
        _destination.Guard = request => Demand(request, Writer) ?? (request.Method == method ? Parrot(request, status) : null);

        await AssertQuietAsync(5);
    }

    [Fact]
    public async Task Wrong_password_is_not_repeated()
    {
        _destination.Guard = request => Demand(request, Reader);

        await AssertQuietAsync(5);
    }

    [Fact]
    public async Task Proxy_that_fails_tells_no_password_of_its_own()
    {
        var logins = new List<string>();
        await using var proxy = new LoopbackServer((request, _) =>
        {
            lock (logins)
            {
                logins.Add(request["Proxy-Authorization"]);
            }

            return Task.FromResult(request["Proxy-Authorization"].Length == 0
                ? new ServerAnswer(407).With("Proxy-Authenticate", "Basic realm=\"p\"")
                : ServerAnswer.Error(502, "BAD", $"me:{ProxyPassword} {request["Proxy-Authorization"]}"));
        });
        _host.Variables["HTTP_PROXY"] = _host.Variables["HTTPS_PROXY"] = $"http://me:{ProxyPassword}@{proxy.Endpoint}";
        _host.Configure("registry.invalid", "a/b:1");

        await AssertQuietAsync(4);

        Assert.Contains(logins, login => login == $"Basic {Encode($"me:{ProxyPassword}")}");
    }
}
