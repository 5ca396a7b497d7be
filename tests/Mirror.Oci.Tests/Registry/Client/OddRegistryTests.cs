using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry;
using Mirror.Sandbox.Images;
using Mirror.Testing.Faults;

namespace Mirror.Oci.Tests.Registry.Client;

/// <summary>Registries, and proxies before them, that leave out parts of the protocol.</summary>
public sealed class OddRegistryTests
{
    private const string Root = "/v2/";
    private const string Uploads = "/blobs/uploads/";

    private static CancellationToken Cancellation => FaultFixture.Cancellation;

    [Fact]
    public async Task Registry_that_answers_404_for_its_root_is_pushed_to()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.Guard = request => request.Path == Root ? new ServerAnswer(404) : null;

        await fixture.Destination.PingAsync(Cancellation);
        await fixture.Destination.ProbePushAsync(FaultFixture.Repository, Cancellation);
        await fixture.PushLayerAsync();

        Assert.True(fixture.Destination.LacksRoot);
        Assert.Equal(fixture.Layer.Bytes.ToArray(), fixture.Stored);
    }

    [Fact]
    public async Task Registry_that_answers_404_for_its_root_is_pulled_from_with_its_login()
    {
        await using var fixture = new FaultFixture().WithImage();
        var tokens = new TestTokenServer();
        await using (tokens)
        {
            fixture.Registry.Guard = request => request.Path == Root ? new ServerAnswer(404) : tokens.Guard(request);

            await fixture.Source.PingAsync(Cancellation);

            Assert.Equal(fixture.Image.Digest, (await fixture.ReadManifestAsync())!.Digest);
            Assert.Equal(fixture.Layer.Bytes.ToArray(), await fixture.ReadLayerAsync());
        }
    }

    [Fact]
    public async Task Web_server_that_is_no_registry_is_called_so()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.Guard = _ => new ServerAnswer(404);
        await fixture.Destination.PingAsync(Cancellation);

        var message = await fixture.FailsAsync(
            MirrorErrors.RegistryAbsent, () => fixture.Destination.ProbePushAsync(FaultFixture.Repository, Cancellation), ExitCode.Destination);

        Assert.Contains("probably no registry", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_refused_for_its_Expect_is_sent_without_it_from_then_on()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.Guard = request => request["Expect"].Length > 0 ? new ServerAnswer(417) : null;
        BlobContent[] blobs = [Large("one"), Large("two")];
        var opened = 0;

        foreach (var blob in blobs)
        {
            await fixture.Destination.PushBlobAsync(FaultFixture.Repository, blob.Descriptor, null, _ => Open(blob.Bytes), Cancellation);
        }

        Assert.Equal(["POST", "PUT", "PUT", "POST", "PUT"], fixture.Methods);
        Assert.Equal(3, opened);
        Assert.Equal(1, fixture.Registry.Requests.Count(request => request["Expect"].Length > 0));
        Assert.All(blobs, blob => Assert.NotNull(fixture.Registry.Content.FindBlob(FaultFixture.Repository, blob.Descriptor.Digest)));

        static BlobContent Large(string name) =>
            ImageBuilder.Simple(name, layerSize: 5 * 1024 * 1024).Blobs.MaxBy(blob => blob.Descriptor.Size)!;

        Task<Stream> Open(ReadOnlyMemory<byte> bytes)
        {
            opened++;
            return Task.FromResult<Stream>(new MemoryStream(bytes.ToArray()));
        }
    }
}
