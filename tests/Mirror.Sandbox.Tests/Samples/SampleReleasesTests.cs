using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mirror.Model.Oci;
using Mirror.Sandbox.Samples;
using Mirror.Sandbox.Samples.Releases;
using Mirror.Sandbox.Serving;
using Mirror.Sandbox.Signing;
using Mirror.Testing;

namespace Mirror.Sandbox.Tests.Samples;

public sealed class SampleReleasesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Releases_have_the_same_bytes_everywhere() => Approval.Verify(string.Concat(
    [
        .. SampleReleases.Images.Select(image => $"{image.Repository}:{string.Join(',', image.Tags)} {image.Content.Digest}\n"),
        .. SampleReleases.All.Select(release => $"signature of {release.Tag} {Digest.Of(SampleReleaseSignatures.Of(release))}\n"),
        .. SampleUpdateGraph.Channels.Keys.Select(channel => $"graph of {channel} {Digest.Of(SampleUpdateGraph.Answer(channel, "amd64"))}\n"),
        $"graph data {Digest.Of(SampleUpdateGraph.Data())}\n",
        $"key {Digest.Of(Encoding.ASCII.GetBytes(SampleKey.OpenPgpPublicKey))}\n",
        .. SampleArtifacts.All.Select(image => $"{image.Repository} {image.Content.Digest}\n"),
    ]));

    [Theory]
    [InlineData("4.20.8", "4.20.9", "cluster-version-operator machine-config-operator rhel-coreos")]
    [InlineData("4.20.9", "4.20.10", "cluster-version-operator console etcd rhel-coreos")]
    public void Some_components_change_between_releases(string from, string to, string changed)
    {
        var before = SampleReleases.Find(from, "amd64");
        var after = SampleReleases.Find(to, "amd64");

        var found = after.Components.Where(component => before.Components[component.Key].Digest != component.Value.Digest).Select(component => component.Key);

        Assert.Equal(8, after.Components.Count);
        Assert.Equal(changed, string.Join(' ', found));
    }

    [Fact]
    public async Task Payloads_have_a_sigstore_signature_under_the_tag_of_their_digest()
    {
        await using var upstream = await SampleUpstream.StartAsync(new ListenOptions(), null, Cancellation);
        using var client = new HttpClient { BaseAddress = upstream.BaseUri };
        using var key = RSA.Create();
        key.ImportFromPem(SampleKey.PublicKeyPem);

        foreach (var release in SampleReleases.All)
        {
            const string repository = "/v2/openshift-release-dev/ocp-release";
            using var manifest = JsonDocument.Parse(await client.GetStringAsync($"{repository}/manifests/sha256-{release.Payload.Digest.Hex}.sig", Cancellation));
            var layer = manifest.RootElement.GetProperty("layers").EnumerateArray().Single();
            var statement = await client.GetByteArrayAsync($"{repository}/blobs/{layer.GetProperty("digest").GetString()}", Cancellation);
            var signature = layer.GetProperty("annotations").GetProperty("dev.cosignproject.cosign/signature").GetBytesFromBase64();

            Assert.True(key.VerifyData(statement, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), $"The signature of '{release.Tag}' does not verify.");
            Assert.Contains($"\"{release.Payload.Digest}\"", Encoding.UTF8.GetString(statement), StringComparison.Ordinal);
            Assert.Contains($"\"{SampleRelease.Repository}:{release.Tag}\"", Encoding.UTF8.GetString(statement), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Bill_of_materials_is_found_by_the_image_that_it_is_about()
    {
        await using var upstream = await SampleUpstream.StartAsync(new ListenOptions(), null, Cancellation);
        using var client = new HttpClient { BaseAddress = upstream.BaseUri };
        var subject = SampleImages.All.Single(image => image.Repository == "rhel9/httpd-24").Content.Digest;

        using var index = JsonDocument.Parse(await client.GetStringAsync($"/v2/rhel9/httpd-24/referrers/{subject}", Cancellation));

        var referrer = Assert.Single(index.RootElement.GetProperty("manifests").EnumerateArray());
        Assert.Equal("application/spdx+json", referrer.GetProperty("artifactType").GetString());
        Assert.Equal(SampleArtifacts.All[0].Content.Digest.ToString(), referrer.GetProperty("digest").GetString());
    }

    [Theory]
    [InlineData("GET", "/api/upgrades_info/v1/graph?arch=amd64", 400)]
    [InlineData("GET", "/api/upgrades_info/v1/graph?channel=stable-4.20", 200)]
    [InlineData("POST", "/api/upgrades_info/graph-data", 405)]
    [InlineData("GET", "/pub/openshift-v4/signatures/openshift/release/sha256=00/signature-1", 404)]
    [InlineData("GET", "/elsewhere", 404)]
    public async Task Services_answer_as_the_real_ones(string method, string path, int status)
    {
        await using var upstream = await SampleUpstream.StartAsync(new ListenOptions(), null, Cancellation);
        using var client = new HttpClient { BaseAddress = upstream.BaseUri };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
    }
}
