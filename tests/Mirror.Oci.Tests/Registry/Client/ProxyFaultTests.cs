using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry;
using Mirror.Oci.Registry.Transport;
using Mirror.Testing.Faults;

namespace Mirror.Oci.Tests.Registry.Client;

public sealed class ProxyFaultTests
{
    [Fact]
    public async Task Plain_request_goes_through_the_proxy_with_its_login()
    {
        var login = "";
        await using var proxy = new LoopbackServer((request, _) =>
        {
            login = request["Proxy-Authorization"];
            return Task.FromResult(login.Length == 0 ? new ServerAnswer(407).With("Proxy-Authenticate", "Basic realm=\"p\"") : ServerAnswer.Json(200, "{}"));
        });
        using var client = Connect(RegistryProtocol.Http, "HTTP_PROXY", $"http://user:pw@{proxy.Endpoint}");

        await client.PingAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Basic dXNlcjpwdw==", login);
    }

    [Fact]
    public async Task Proxy_that_refuses_TLS_is_an_error_without_its_login()
    {
        await using var proxy = new LoopbackServer((_, _) => Task.FromResult(new ServerAnswer(403)));
        using var client = Connect(RegistryProtocol.Https, "HTTPS_PROXY", $"http://user:s3cr3t@{proxy.Endpoint}");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => client.PingAsync(TestContext.Current.CancellationToken));

        Assert.Equal(MirrorErrors.RegistryUnreachable, failure.Diagnostics[0].Code);
        Assert.DoesNotContain("s3cr3t", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RegistryProtocol.Http, "HTTP_PROXY")]
    [InlineData(RegistryProtocol.Https, "HTTPS_PROXY")]
    public async Task Proxy_that_wants_a_login_is_named_with_the_way_to_give_it_one(RegistryProtocol protocol, string variable)
    {
        await using var proxy = new LoopbackServer((_, _) => Task.FromResult(new ServerAnswer(407).With("Proxy-Authenticate", "Basic realm=\"p\"")));
        using var client = Connect(protocol, variable, $"http://user:s3cr3t@{proxy.Endpoint}");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => client.PingAsync(TestContext.Current.CancellationToken));

        Assert.Equal(MirrorErrors.RegistryUnreachable, failure.Diagnostics[0].Code);
        Assert.Contains($"the proxy '{proxy.Endpoint}' wants a login (407 ProxyAuthenticationRequired)", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"'http://user:password@{proxy.Endpoint}'", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(502, "MIR3010", 3)]
    [InlineData(504, "MIR3010", 3)]
    [InlineData(403, "MIR3021", 1)]
    public async Task Answer_that_may_be_the_proxys_own_names_it(int status, string code, int requests)
    {
        await using var proxy = new LoopbackServer((_, _) => Task.FromResult(new ServerAnswer(status)));
        using var client = Connect(RegistryProtocol.Http, "HTTP_PROXY", $"http://{proxy.Endpoint}");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => client.PingAsync(TestContext.Current.CancellationToken));

        Assert.Equal(code, failure.Diagnostics[0].Code.Id);
        Assert.Contains($"the registry 'registry.invalid', asked through the proxy '{proxy.Endpoint}', answered {status} ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(requests, client.Statistics.Snapshot().Requests);
    }

    private static RegistryClient Connect(RegistryProtocol protocol, string variable, string proxy) => new(
        new RegistryEndpoint("registry.invalid", RegistrySide.Source, protocol),
        new RegistryClientOptions { RetryDelay = TimeSpan.FromMilliseconds(1), Proxy = ProxySettings.FromEnvironment(name => name == variable ? proxy : null) });
}
