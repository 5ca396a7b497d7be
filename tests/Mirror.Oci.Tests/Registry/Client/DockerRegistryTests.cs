using System.Security.Cryptography.X509Certificates;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Content;
using Mirror.Oci.Registry;
using Mirror.Oci.Registry.Authentication;
using Mirror.Oci.Registry.Transport;
using Mirror.Sandbox.Images;
using Mirror.Testing.Processes;

namespace Mirror.Oci.Tests.Registry.Client;

/// <summary>Against the registry that most others are made of.</summary>
public sealed class DockerRegistryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ImageFormat.Oci)]
    [InlineData(ImageFormat.Docker)]
    public async Task Pushed_index_comes_back_byte_by_byte(ImageFormat format)
    {
        await using var registry = await DockerRegistryProcess.StartAsync(Cancellation);
        using var client = Client(registry);
        var index = IndexBuilder.Simple("both", format, "amd64", "arm64");

        await PushAsync(client, "team/app", "v1", index);
        var pulled = await client.FindManifestAsync("team/app", "v1", Cancellation);

        Assert.Equal(index.Manifest.Bytes.ToArray(), pulled!.Bytes.ToArray());
        foreach (var blob in index.AllBlobs())
        {
            Assert.Equal(blob.Bytes.ToArray(), await ReadAsync(client, "team/app", blob.Descriptor));
        }
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(Cancellation);
        using var client = Client(registry);

        var manifest = await client.FindManifestAsync("no/such", "v1", Cancellation);
        var digest = await client.FindDigestAsync("no/such", "v1", Cancellation);
        var blob = await client.FindBlobAsync("no/such", new Descriptor(MediaTypes.OciLayer, Digest.OfText("x"), 1), Cancellation);

        Assert.Null(manifest);
        Assert.Null(digest);
        Assert.Null(blob);
    }

    [Fact]
    public async Task Push_takes_two_requests_a_blob_and_one_a_manifest()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(Cancellation);
        using var client = Client(registry);
        var image = ImageBuilder.Simple("counted");

        await PushAsync(client, "team/app", "v1", image);

        var requests = await registry.RequestsAsync(Cancellation);
        Assert.Equal((image.Blobs.Count * 2) + 2, requests.Count);
        Assert.Equal(requests.Count, client.Statistics.Snapshot().Requests);
    }

    [Fact]
    public async Task Pull_takes_one_request_each()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(Cancellation);
        using var client = Client(registry);
        var image = ImageBuilder.Simple("counted");
        await PushAsync(client, "team/app", "v1", image);
        await registry.ForgetRequestsAsync(Cancellation);

        await client.FindManifestAsync("team/app", "v1", Cancellation);
        foreach (var blob in image.Blobs)
        {
            await ReadAsync(client, "team/app", blob.Descriptor);
        }

        Assert.Equal(1 + image.Blobs.Count, (await registry.RequestsAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task Blob_of_another_repository_is_mounted_in_one_request()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(Cancellation);
        using var client = Client(registry);
        var image = ImageBuilder.Simple("shared");
        await PushAsync(client, "team/first", "v1", image);
        await registry.ForgetRequestsAsync(Cancellation);

        var outcome = await client.PushBlobAsync("team/second", image.Blobs[0].Descriptor, "team/first", _ => throw new InvalidOperationException(), Cancellation);

        Assert.Equal(BlobOutcome.Mounted, outcome);
        Assert.Single(await registry.RequestsAsync(Cancellation));
        Assert.Equal(1, client.Statistics.Snapshot().Mounts);
    }

    [Fact]
    public async Task Mount_from_the_repository_itself_finds_what_is_there()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(Cancellation);
        using var client = Client(registry);
        var image = ImageBuilder.Simple("again");
        await PushAsync(client, "team/app", "v1", image);

        var outcome = await client.PushBlobAsync("team/app", image.Blobs[0].Descriptor, "team/app", _ => throw new InvalidOperationException(), Cancellation);

        Assert.Equal(BlobOutcome.Mounted, outcome);
    }

    [Fact]
    public async Task Mount_of_what_is_not_there_becomes_an_upload()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(Cancellation);
        using var client = Client(registry);
        var blob = ImageBuilder.Simple("new").Blobs[0];

        var outcome = await client.PushBlobAsync("team/app", blob.Descriptor, "no/such", _ => Open(blob), Cancellation);

        Assert.Equal(BlobOutcome.Uploaded, outcome);
        Assert.True(await client.HasBlobAsync("team/app", blob.Descriptor.Digest, Cancellation));
    }

    [Fact]
    public async Task Deleted_manifest_is_gone()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(Cancellation);
        using var client = Client(registry);
        var image = ImageBuilder.Simple("old");
        await PushAsync(client, "team/app", "v1", image);

        var first = await client.DeleteManifestAsync("team/app", image.Digest.ToString(), Cancellation);
        var second = await client.DeleteManifestAsync("team/app", image.Digest.ToString(), Cancellation);

        Assert.True(first);
        Assert.False(second);
        Assert.Null(await client.FindDigestAsync("team/app", "v1", Cancellation));
    }

    [Fact]
    public async Task Basic_login_is_used_and_asked_for_once_a_repository()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { Account = ("mirror", "open sesame") }, Cancellation);
        var credentials = new FixedCredentials(RegistryCredential.Basic("mirror", "open sesame"));
        using var client = Client(registry, new RegistryClientOptions { Credentials = credentials });

        await PushAsync(client, "team/app", "v1", ImageBuilder.Simple("secret"));

        Assert.NotNull(await client.FindDigestAsync("team/app", "v1", Cancellation));
        Assert.Equal([$"{registry.Endpoint}/team/app"], credentials.Asked);
        Assert.Single(await registry.RequestsAsync(Cancellation), request => request.Status == 401);
    }

    [Fact]
    public async Task Wrong_password_fails_at_once_with_the_name_of_the_registry()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { Account = ("mirror", "open sesame") }, Cancellation);
        using var client = Client(registry, new RegistryClientOptions { Credentials = new FixedCredentials(RegistryCredential.Basic("mirror", "swordfish")) });

        var failure = await Assert.ThrowsAsync<MirrorException>(() => client.PingAsync(Cancellation));

        Assert.Equal(MirrorErrors.RegistryUnauthorized, failure.Diagnostics[0].Code);
        Assert.Equal(ExitCode.Destination, failure.ExitCode);
        Assert.Contains($"'{registry.Endpoint}'", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, (await registry.RequestsAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task Certificate_of_a_private_authority_is_taken_when_the_authority_is_known()
    {
        var certificate = TestCertificate.ForLoopback();
        await using var registry = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { Certificate = certificate }, Cancellation);
        using var authority = X509Certificate2.CreateFromPem(certificate.AuthorityPem);
        using var client = Client(registry, new RegistryClientOptions { Tls = _ => new RegistryTls { Authorities = [authority] } });

        await PushAsync(client, "team/app", "v1", ImageBuilder.Simple("tls"));

        Assert.NotNull(await client.FindDigestAsync("team/app", "v1", Cancellation));
    }

    [Fact]
    public async Task Certificate_of_an_unknown_authority_fails_at_once_and_never_becomes_plain()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { Certificate = TestCertificate.ForLoopback() }, Cancellation);
        using var client = Client(registry);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => client.PingAsync(Cancellation));

        Assert.Equal(MirrorErrors.RegistryTls, failure.Diagnostics[0].Code);
        Assert.Contains(registry.Endpoint, failure.Message, StringComparison.Ordinal);
        Assert.Empty(await registry.RequestsAsync(Cancellation));
    }

    [Fact]
    public async Task Insecure_registry_is_taken_with_any_certificate()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { Certificate = TestCertificate.ForLoopback() }, Cancellation);
        using var client = new RegistryClient(RegistryEndpoint.For(registry.Endpoint, RegistrySide.Source, insecure: true), new RegistryClientOptions());

        await client.PingAsync(Cancellation);

        Assert.Equal(2, (await registry.RequestsAsync(Cancellation)).Count);
    }

    private static RegistryClient Client(DockerRegistryProcess registry, RegistryClientOptions? options = null) =>
        new(RegistryEndpoint.For(registry.Endpoint, RegistrySide.Destination), options ?? new RegistryClientOptions());

    private static async Task PushAsync(RegistryClient client, string repository, string tag, ImageContent image)
    {
        foreach (var blob in image.AllBlobs())
        {
            await client.PushBlobAsync(repository, blob.Descriptor, null, _ => Open(blob), Cancellation);
        }

        foreach (var manifest in image.AllManifests())
        {
            await client.PutManifestAsync(repository, null, manifest, Cancellation);
        }

        await client.PutManifestAsync(repository, tag, image.Manifest, Cancellation);
    }

    private static Task<Stream> Open(BlobContent blob) => Task.FromResult<Stream>(new MemoryStream(blob.Bytes.ToArray()));

    private static async Task<byte[]> ReadAsync(RegistryClient client, string repository, Descriptor blob)
    {
        await using var stream = await client.FindBlobAsync(repository, blob, Cancellation);
        using var bytes = new MemoryStream();
        await stream!.CopyToAsync(bytes, Cancellation);
        return bytes.ToArray();
    }
}
