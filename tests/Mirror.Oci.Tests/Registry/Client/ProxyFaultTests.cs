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

    private static RegistryClient Connect(RegistryProtocol protocol, string variable, string proxy) => new(
        new RegistryEndpoint("registry.invalid", RegistrySide.Source, protocol),
        new RegistryClientOptions { Proxy = ProxySettings.FromEnvironment(name => name == variable ? proxy : null) });
}
