using System.Security.Cryptography.X509Certificates;
using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry;
using Mirror.Oci.Registry.Transport;
using Mirror.Sandbox.Images;
using Mirror.Testing.Faults;
using Mirror.Testing.Processes;

namespace Mirror.Oci.Tests.Registry.Client;

public sealed class TlsFaultTests
{
    private const string Repository = "team/app";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_certificate_is_shown()
    {
        var tls = new LoopbackTls(TestCertificate.ForLoopback(), demandsClientCertificate: true);
        await using var registry = new FaultyRegistry(tls);
        var own = TestCertificate.ForLoopback();
        using var certificate = X509Certificate2.CreateFromPem(own.CertificatePem, own.KeyPem);
        using var client = Connect(registry, new RegistryTls { ClientCertificate = certificate, SkipVerification = true });

        await client.PingAsync(Cancellation);

        Assert.Equal([certificate.Thumbprint], tls.Clients);
    }

    [Fact]
    public async Task Certificate_of_a_trusted_authority_that_has_expired_is_called_so()
    {
        var certificate = TestCertificate.ForLoopback(until: new DateTimeOffset(2021, 2, 3, 4, 5, 6, TimeSpan.Zero));
        await using var registry = new FaultyRegistry(new LoopbackTls(certificate));
        using var client = Connect(registry, Trusting(certificate));

        var failure = await Assert.ThrowsAsync<MirrorException>(() => client.PingAsync(Cancellation));

        Assert.Equal(MirrorErrors.RegistryTls, failure.Diagnostics[0].Code);
        Assert.Contains("the certificate that '127.0.0.1' shows is valid from 2021-01-03 to 2021-02-03 and so not now", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_a_certificate_for_another_name_are_told()
    {
        var certificate = TestCertificate.ForNames("one.example.com", "two.example.com");
        await using var registry = new FaultyRegistry(new LoopbackTls(certificate));
        using var client = Connect(registry, Trusting(certificate));

        var failure = await Assert.ThrowsAsync<MirrorException>(() => client.PingAsync(Cancellation));

        Assert.Equal(MirrorErrors.RegistryTls, failure.Diagnostics[0].Code);
        Assert.Contains("the certificate that '127.0.0.1' shows is for another name: 'one.example.com', 'two.example.com'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_from_TLS_to_plain_is_refused()
    {
        var certificate = TestCertificate.ForLoopback();
        await using var registry = new FaultyRegistry(new LoopbackTls(certificate));
        await using var plain = new FaultyRegistry();
        var image = ImageBuilder.Simple("plain");
        registry.On("GET", "/blobs/", new ServerAnswer(307).With("Location", $"http://{plain.Endpoint}/x"));
        using var client = Connect(registry, Trusting(certificate));

        var failure = await Assert.ThrowsAsync<MirrorException>(() => client.FindBlobAsync(Repository, image.Blobs[0].Descriptor, Cancellation));

        Assert.Equal(MirrorErrors.RegistryRedirectRefused, failure.Diagnostics[0].Code);
        Assert.Empty(plain.Requests);
    }

    [Fact]
    public async Task Realm_that_is_plain_gets_no_request_from_a_registry_with_TLS()
    {
        var certificate = TestCertificate.ForLoopback();
        await using var registry = new FaultyRegistry(new LoopbackTls(certificate));
        await using var tokens = new TestTokenServer();
        registry.Guard = tokens.Guard;
        using var client = Connect(registry, Trusting(certificate));

        var failure = await Assert.ThrowsAsync<MirrorException>(() => client.PingAsync(Cancellation));

        Assert.Equal(MirrorErrors.RegistryRealmRefused, failure.Diagnostics[0].Code);
        Assert.Empty(tokens.Requests);
    }

    [Fact]
    public async Task Location_that_forgot_about_TLS_stays_with_it()
    {
        var certificate = TestCertificate.ForLoopback();
        await using var registry = new FaultyRegistry(new LoopbackTls(certificate));
        var blob = ImageBuilder.Simple("proxy").Blobs[0];
        registry.After("POST", "/uploads/", answer => answer with
        {
            Headers = [.. answer.Headers.Select(header => header.Name == "Location" ? ("Location", $"http://{registry.Endpoint}{header.Value}") : header)],
        });
        using var client = Connect(registry, Trusting(certificate));

        await client.PushBlobAsync(Repository, blob.Descriptor, null, _ => Task.FromResult<Stream>(new MemoryStream(blob.Bytes.ToArray())), Cancellation);

        Assert.NotNull(registry.Content.FindBlob(Repository, blob.Descriptor.Digest));
    }

    [Fact]
    public async Task Location_on_another_plain_host_is_refused()
    {
        var certificate = TestCertificate.ForLoopback();
        await using var registry = new FaultyRegistry(new LoopbackTls(certificate));
        await using var plain = new FaultyRegistry();
        var blob = ImageBuilder.Simple("proxy").Blobs[0];
        registry.After("POST", "/uploads/", answer => answer.Without("Location").With("Location", $"http://{plain.Endpoint}/upload"));
        using var client = Connect(registry, Trusting(certificate));

        var failure = await Assert.ThrowsAsync<MirrorException>(() => client.PushBlobAsync(
            Repository, blob.Descriptor, null, _ => Task.FromResult<Stream>(new MemoryStream(blob.Bytes.ToArray())), Cancellation));

        Assert.Equal(MirrorErrors.RegistryProtocol, failure.Diagnostics[0].Code);
        Assert.Empty(plain.Requests);
    }

    private static RegistryTls Trusting(TestCertificate certificate) => new() { Authorities = [X509Certificate2.CreateFromPem(certificate.AuthorityPem)] };

    private static RegistryClient Connect(FaultyRegistry registry, RegistryTls tls) => new(
        new RegistryEndpoint(registry.Endpoint, RegistrySide.Destination, RegistryProtocol.Https), new RegistryClientOptions { Tls = _ => tls });
}
