using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Testing.Faults;

namespace Mirror.Oci.Tests.Registry.Client;

public sealed class RedirectFaultTests
{
    private const string Blobs = "/blobs/";

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_to_another_host_is_followed_without_the_login(int status)
    {
        await using var fixture = WithBasicLogin();
        await using var network = new LoopbackServer((request, _) => Task.FromResult(
            new ServerAnswer(request["Authorization"].Length == 0 ? 200 : 400) { Body = fixture.Layer.Bytes }));
        fixture.Registry.On("GET", Blobs, new ServerAnswer(status).With("Location", $"http://{network.Endpoint}/bucket/x?X-Signature=s3cr3t"));

        Assert.Equal(fixture.Layer.Bytes.ToArray(), await fixture.ReadLayerAsync());
        Assert.StartsWith("Basic ", fixture.Registry.Requests[^1]["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_within_the_registry_keeps_the_login()
    {
        await using var fixture = WithBasicLogin();
        fixture.Registry.Content.AddBlob("team/new", fixture.Layer);
        fixture.Registry.On("GET", Blobs, new ServerAnswer(307).With("Location", $"/v2/team/new/blobs/{fixture.Layer.Descriptor.Digest}"));

        Assert.Equal(fixture.Layer.Bytes.ToArray(), await fixture.ReadLayerAsync());
    }

    [Fact]
    public async Task Redirects_in_a_circle_are_refused()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", Blobs, new ServerAnswer(307).With("Location", "/v2/a/blobs/x"), times: 1);
        fixture.Registry.On("GET", "/v2/a/", new ServerAnswer(307).With("Location", "/v2/b/blobs/x"), times: 100);
        fixture.Registry.On("GET", "/v2/b/", new ServerAnswer(307).With("Location", "/v2/a/blobs/x"), times: 100);

        var message = await fixture.FailsAsync(MirrorErrors.RegistryRedirectRefused, fixture.ReadLayerAsync);

        Assert.Contains("circle", message, StringComparison.Ordinal);
        Assert.InRange(fixture.Registry.Requests.Count, 2, 4);
    }

    [Fact]
    public async Task Redirects_without_end_are_refused()
    {
        await using var fixture = new FaultFixture().WithImage();
        var count = 0;
        fixture.Registry.On("GET", Blobs, _ => new ServerAnswer(307).With("Location", $"/v2/x/blobs/{++count}"), times: 100);

        await fixture.FailsAsync(MirrorErrors.RegistryRedirectRefused, fixture.ReadLayerAsync);

        Assert.Equal(6, fixture.Registry.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user:pw@127.0.0.1/x")]
    public async Task Redirect_to_nowhere_is_refused(string location)
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", Blobs, new ServerAnswer(307).With("Location", location), times: 100);

        await fixture.FailsAsync(MirrorErrors.RegistryRedirectRefused, fixture.ReadLayerAsync);
    }

    [Fact]
    public async Task Redirect_of_a_push_keeps_method_and_body()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.On("PUT", "/manifests/v1", new ServerAnswer(307).With("Location", "/v2/team/app/manifests/v2"));

        await fixture.Destination.PutManifestAsync(FaultFixture.Repository, "v1", fixture.Image.Manifest, FaultFixture.Cancellation);

        Assert.Equal(fixture.Image.Manifest.Bytes.ToArray(), fixture.Registry.Content.FindManifest(FaultFixture.Repository, "v2"));
    }

    [Fact]
    public async Task Redirect_that_would_lose_the_body_is_an_error()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.On("PUT", "/manifests/v1", new ServerAnswer(302).With("Location", "/login"));

        await fixture.FailsAsync(
            MirrorErrors.RegistryProtocol,
            () => fixture.Destination.PutManifestAsync(FaultFixture.Repository, "v1", fixture.Image.Manifest, FaultFixture.Cancellation),
            ExitCode.Destination);
    }

    [Fact]
    public async Task Signature_of_a_redirect_is_in_no_message()
    {
        await using var fixture = WithBasicLogin();
        await using var network = new LoopbackServer((_, _) => Task.FromResult(new ServerAnswer(403) { Body = "expired"u8.ToArray() }));
        fixture.Registry.On("GET", Blobs, new ServerAnswer(307).With("Location", $"http://{network.Endpoint}/bucket/x?X-Signature=s3cr3t"));

        var message = await fixture.FailsAsync(MirrorErrors.RegistryForbidden, fixture.ReadLayerAsync);

        Assert.DoesNotContain("s3cr3t", message, StringComparison.Ordinal);
    }

    private static FaultFixture WithBasicLogin()
    {
        var fixture = new FaultFixture().WithImage();
        var expected = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"mirror:{FaultFixture.Password}"))}";
        fixture.Registry.Guard = request =>
            request["Authorization"] == expected ? null : new ServerAnswer(401).With("WWW-Authenticate", "Basic realm=\"x\"");
        return fixture;
    }
}
