using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.Sandbox.Tests.Processes;

public sealed class DockerRegistryProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answered_request_is_in_the_log()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(Cancellation);
        using var client = new HttpClient { BaseAddress = registry.BaseUri };

        await client.GetAsync(new Uri("v2/", UriKind.Relative), Cancellation);
        await client.GetAsync(new Uri("v2/a/tags/list?n=5", UriKind.Relative), Cancellation);

        Assert.Equal(["GET /v2/ 200", "GET /v2/a/tags/list?n=5 404"], (await registry.RequestsAsync(Cancellation)).Select(request => request.ToString()));
    }

    [Fact]
    public async Task Account_and_certificate_are_asked_for()
    {
        using var folder = new TempFolder();
        var certificate = TestCertificate.ForLoopback();
        var options = new DockerRegistryOptions { Account = ("joe", "secret"), Certificate = certificate };
        await using var registry = await DockerRegistryProcess.StartAsync(options, Cancellation);
        var authority = folder.WriteFile("ca.pem", certificate.AuthorityPem);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(authority);
        handler.SslOptions.CertificateChainPolicy.RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck;
        using var client = new HttpClient(handler) { BaseAddress = registry.BaseUri };

        using var anonymous = await client.GetAsync(new Uri("v2/", UriKind.Relative), Cancellation);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("joe:secret")));
        using var known = await client.GetAsync(new Uri("v2/", UriKind.Relative), Cancellation);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (anonymous.StatusCode, known.StatusCode));
    }
}
