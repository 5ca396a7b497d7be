using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry;
using Mirror.Testing.Faults;

namespace Mirror.Oci.Tests.Registry.Client;

public sealed class WireFaultTests
{
    [Fact]
    public async Task Answers_of_HTTP_1_0_are_taken()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", "/", answer => answer with { Version = "HTTP/1.0", DeclaredLength = -1 }, times: 100);

        Assert.Equal(fixture.Image.Digest, (await fixture.ReadManifestAsync())!.Digest);
        Assert.Equal(fixture.Layer.Bytes.ToArray(), await fixture.ReadLayerAsync());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br, gzip")]
    public async Task Encoding_that_nobody_asked_for_is_refused(string encoding)
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", "/", answer => answer.With("Content-Encoding", encoding), times: 100);

        await fixture.FailsAsync(MirrorErrors.RegistryProtocol, () => fixture.ReadManifestAsync());
        await fixture.FailsAsync(MirrorErrors.RegistryProtocol, fixture.ReadLayerAsync);
    }

    [Fact]
    public async Task Bomb_of_one_huge_header_is_refused()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", "/manifests/", new ServerAnswer(200).With("X-Bomb", new string('x', 200_000)), times: 100);

        await fixture.FailsAsync(MirrorErrors.RegistryProtocol, () => fixture.ReadManifestAsync());

        Assert.Single(fixture.Registry.Requests);
    }

    [Fact]
    public async Task Bomb_of_many_headers_is_refused()
    {
        await using var fixture = new FaultFixture().WithImage();
        var bomb = new ServerAnswer(200) { Headers = [.. Enumerable.Range(0, 20_000).Select(number => ($"X-Bomb-{number}", "x"))] };
        fixture.Registry.On("GET", "/manifests/", bomb, times: 100);

        await fixture.FailsAsync(MirrorErrors.RegistryProtocol, () => fixture.ReadManifestAsync());
    }

    [Fact]
    public async Task Something_else_than_HTTP_is_an_error()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", "/manifests/", new ServerAnswer(200) { Raw = "SSH-2.0-OpenSSH_9.6\r\n" }, times: 100);

        await fixture.FailsAsync(MirrorErrors.RegistryProtocol, () => fixture.ReadManifestAsync());
    }

    [Fact]
    public async Task Host_name_that_does_not_exist_fails_at_once()
    {
        await using var fixture = new FaultFixture();
        using var client = new RegistryClient(RegistryEndpoint.For("no-such-host.invalid", RegistrySide.Source), fixture.Options);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => client.PingAsync(FaultFixture.Cancellation));

        Assert.Equal(MirrorErrors.RegistryUnreachable, failure.Diagnostics[0].Code);
        Assert.Contains("'no-such-host.invalid'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_registry_is_refused_where_TLS_is_demanded()
    {
        await using var fixture = new FaultFixture();
        using var client = new RegistryClient(new RegistryEndpoint(fixture.Registry.Endpoint, RegistrySide.Source, RegistryProtocol.Https), fixture.Options);

        await fixture.FailsAsync(MirrorErrors.RegistryTls, () => client.PingAsync(FaultFixture.Cancellation));

        Assert.Empty(fixture.Registry.Requests);
    }

    [Fact]
    public async Task Plain_registry_is_found_where_plain_is_allowed_and_asked_nothing_more()
    {
        await using var fixture = new FaultFixture().WithImage();
        using var client = new RegistryClient(RegistryEndpoint.For(fixture.Registry.Endpoint, RegistrySide.Source), fixture.Options);

        await client.FindManifestAsync(FaultFixture.Repository, "v1", FaultFixture.Cancellation);

        Assert.Single(fixture.Registry.Requests);
    }
}
