using Mirror.Model.Oci;
using Mirror.Sandbox.Samples;
using Mirror.Sandbox.Serving;
using Mirror.Sandbox.Tests.Registry;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.Sandbox.Tests.Samples;

public sealed class SampleUpstreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Samples_have_the_same_digests_everywhere()
    {
        var found = SampleImages.All.Select(image => $"{image.Repository}:{string.Join(',', image.Tags)} {image.Content.Digest}");

        Assert.Equal(
            [
                "openshift/hello:v1.0 sha256:e1b0e073996d73a9f3e9ca509e6cccd2a8d6ad31c9813710b8599c311a752ed3",
                "rhel9/httpd-24:9.6 sha256:d389151a5c588557239726b1ff6b3942181e0e234c1d17f4f7d806b422b1a4f8",
                "rhel9/postgresql-16:9.6,latest sha256:9879491d15f84c1b0a7327da76a685da16c8e986edabc64e689a6e3348f05015",
                "rhel9/support-tools:9.6 sha256:c2184ec984ef88df95352647ba2b5f4cf23d8dcbcac43ce7edbde691505b6657",
                "ubi9/ubi:9.6,latest sha256:ac58662aa84c7c14e61fd58eea436aafb7aef2fff0a483bc69653a9432d755ed",
                "ubi9/ubi-minimal:9.6,latest sha256:d2c4f834a57d7dd188a0cd89a1d80dada5f30163d1f1426fbe5153c38e656de0",
            ],
            found);
    }

    [Fact]
    public void Samples_cover_every_kind_of_image_and_share_layers()
    {
        var types = SampleImages.All.Select(image => image.Content.Manifest.Descriptor.MediaType).Distinct().Order(StringComparer.Ordinal);
        var named = SampleImages.All.SelectMany(image => image.Content.AllBlobs()).Select(blob => blob.Descriptor.Digest).ToList();

        Assert.Equal([MediaTypes.DockerManifestList, MediaTypes.DockerManifest, MediaTypes.OciIndex, MediaTypes.OciManifest], types);
        Assert.True(named.Distinct().Count() < named.Count);
        Assert.InRange(SampleImages.All.SelectMany(image => image.Content.AllBlobs()).DistinctBy(blob => blob.Descriptor.Digest).Sum(blob => blob.Descriptor.Size), 1_000_000, 8_000_000);
    }

    [Fact]
    public async Task Every_sample_can_be_copied_by_skopeo()
    {
        RequiredTools.Require("skopeo");
        using var folder = new TempFolder();
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions { Folder = folder.Path }, Cancellation);

        foreach (var image in SampleImages.All)
        {
            var name = $"{image.Repository}:{image.Tags[0]}";
            await Skopeo.CopyAsync($"docker://{sandbox.Upstream.Name}/{name}", $"docker://{sandbox.Destination.Name}/{name}", all: true, Cancellation);

            var raw = await Skopeo.InspectRawAsync($"docker://{sandbox.Destination.Name}/{name}", Cancellation);
            Assert.Equal(image.Content.Digest, Digest.Of(raw.Span));
        }
    }

    [Fact]
    public async Task Upstream_takes_nothing()
    {
        await using var upstream = await SampleUpstream.StartAsync(new ListenOptions(), null, Cancellation);
        using var client = new HttpClient { BaseAddress = upstream.BaseUri };

        var outcome = await client.SendAsync("POST", "/v2/ubi9/ubi/blobs/uploads/").OutcomeAsync();

        Assert.Equal("405 UNSUPPORTED", outcome);
    }
}
