using System.Globalization;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Content;
using Mirror.Oci.Registry;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Faults;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.Oci.Tests.Registry.Client;

/// <summary>What refers to images, and how many requests it takes to know.</summary>
public sealed class ReferrerFindingTests
{
    private const string Repository = "team/app";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ImageContent Image(int i) => ImageBuilder.Simple(string.Create(CultureInfo.InvariantCulture, $"image {i}"), layerSize: 10);

    private static ImageContent Signature(string seed) => ImageBuilder.Simple($"signature {seed}", layerSize: 10);

    private static ImageContent Artifact(ImageContent subject, string type = "application/spdx+json") =>
        new ArtifactBuilder { ArtifactType = type, Subject = subject.Manifest.Descriptor }.Build();

    private static string TagOf(ImageContent image, string ending) => $"sha256-{image.Digest.Hex}{ending}";

    private static RegistryClient Client(string endpoint) =>
        new(RegistryEndpoint.For(endpoint, RegistrySide.Source), new RegistryClientOptions());

    private static async Task PushAsync(Uri registry, string? tag, ImageContent image)
    {
        using var http = new HttpClient();
        await http.PushImageAsync(registry, Repository, tag, image, Cancellation);
    }

    [Fact]
    public async Task Registry_without_the_api_is_asked_for_its_tags_once_and_for_the_api_once()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(Cancellation);
        var images = Enumerable.Range(0, 20).Select(Image).ToList();
        foreach (var image in images)
        {
            await PushAsync(registry.BaseUri, $"v{images.IndexOf(image)}", image);
        }

        await PushAsync(registry.BaseUri, TagOf(images[3], ".sig"), Signature("3"));
        await PushAsync(registry.BaseUri, TagOf(images[3], ".att"), Signature("3 att"));
        await PushAsync(registry.BaseUri, TagOf(images[7], ".sbom"), Signature("7 sbom"));
        await registry.ForgetRequestsAsync(Cancellation);
        using var client = Client(registry.Endpoint);

        var found = await client.FindReferrersAsync(Repository, [.. images.Select(image => image.Digest)], byTag: true, Cancellation);

        Assert.Equal(
            new[] { (images[3].Digest, ".att"), (images[3].Digest, ".sig"), (images[7].Digest, ".sbom") }.OrderBy(item => item.Digest),
            found.Select(referrer => (referrer.Subject, referrer.Tag![71..])));
        Assert.Equal(1 + 1 + 3, (await registry.RequestsAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task Registry_with_the_api_is_asked_for_its_tags_once_and_about_each_image_once()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        var images = Enumerable.Range(0, 20).Select(Image).ToList();
        foreach (var image in images)
        {
            await PushAsync(registry.BaseUri, $"v{images.IndexOf(image)}", image);
        }

        var artifact = Artifact(images[5]);
        await PushAsync(registry.BaseUri, null, artifact);
        registry.ForgetRequests();
        using var client = Client(registry.Endpoint);

        var found = await client.FindReferrersAsync(Repository, [.. images.Select(image => image.Digest)], byTag: true, Cancellation);

        Assert.Equal(new FoundReferrer(images[5].Digest, artifact.Digest, null, null), Assert.Single(found));
        Assert.Equal(1 + 20, registry.Requests.Count);
    }

    [Fact]
    public async Task Endless_list_of_tags_is_left_after_as_many_pages_as_there_are_images_and_each_tag_is_asked_for()
    {
        await using var registry = new FaultyRegistry();
        registry.On("GET", "/tags/list", request => ServerAnswer.Json(200, """{"name":"team/app","tags":["0"]}""")
            .With("Link", $"</v2/team/app/tags/list?n=1000&last={Guid.NewGuid():N}>; rel=\"next\""), int.MaxValue);
        var (signed, other) = (Image(0), Image(1));
        registry.Content.Add(Repository, "v0", signed);
        registry.Content.Add(Repository, "v1", other);
        registry.Content.Add(Repository, TagOf(signed, ".sig"), Signature("0"));
        using var client = Client(registry.Endpoint);

        var found = await client.FindReferrersAsync(Repository, [signed.Digest, other.Digest], byTag: true, Cancellation);

        Assert.Equal(TagOf(signed, ".sig"), Assert.Single(found).Tag);
        Assert.Equal(2, registry.Requests.Count(request => request.Path.EndsWith("/tags/list", StringComparison.Ordinal)));
        Assert.Equal(2 + (2 * 3) + 1 + 2, registry.Requests.Count);
    }

    [Fact]
    public async Task Registry_that_lets_nobody_list_is_asked_for_each_tag()
    {
        await using var registry = new FaultyRegistry();
        registry.On("GET", "/tags/list", ServerAnswer.Error(403, "DENIED", "not allowed"), int.MaxValue);
        var signed = Image(0);
        registry.Content.Add(Repository, TagOf(signed, ".sig"), Signature("0"));
        using var client = Client(registry.Endpoint);

        var found = await client.FindReferrersAsync(Repository, [signed.Digest], byTag: true, Cancellation);

        Assert.Single(found);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(405)]
    [InlineData(501)]
    public async Task Other_answers_than_404_may_also_mean_that_there_is_no_api(int status)
    {
        await using var registry = new FaultyRegistry();
        registry.On("GET", "/referrers/", new ServerAnswer(status), int.MaxValue);
        using var client = Client(registry.Endpoint);

        Assert.Empty((await client.FindReferrersAsync(Repository, Image(0).Digest, Cancellation))!);
    }

    [Fact]
    public async Task Unknown_repository_does_not_mean_that_there_is_no_api()
    {
        await using var registry = new FaultyRegistry();
        registry.On("GET", "/referrers/", ServerAnswer.Error(404, "NAME_UNKNOWN", "repository name not known to registry"));
        using var client = Client(registry.Endpoint);

        Assert.Empty((await client.FindReferrersAsync("team/other", Image(0).Digest, Cancellation))!);
        await client.FindReferrersAsync(Repository, Image(0).Digest, Cancellation);

        Assert.Equal(2, registry.Requests.Count(request => request.Path.Contains("/referrers/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Refusal_is_an_error_and_not_an_empty_list()
    {
        await using var registry = new FaultyRegistry();
        registry.On("GET", "/referrers/", ServerAnswer.Error(403, "DENIED", "not allowed"), int.MaxValue);
        using var client = Client(registry.Endpoint);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => client.FindReferrersAsync(Repository, [Image(0).Digest], byTag: true, Cancellation));

        Assert.Equal(MirrorErrors.RegistryForbidden, failure.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Image_under_the_tag_of_its_digest_is_not_taken_for_a_list_and_not_replaced_by_one()
    {
        await using var registry = await DockerRegistryProcess.StartAsync(Cancellation);
        var index = IndexBuilder.Simple("mirrored", ImageFormat.Oci, "amd64", "arm64");
        await PushAsync(registry.BaseUri, $"sha256-{index.Digest.Hex}", index);
        var artifact = Artifact(index);
        await PushAsync(registry.BaseUri, "artifact", artifact);
        using var client = Client(registry.Endpoint);

        await client.PutManifestAsync(Repository, null, artifact.Manifest, Cancellation);
        var found = await client.FindReferrersAsync(Repository, [index.Digest], byTag: true, Cancellation);

        Assert.Empty(found);
        Assert.Null(await client.FindReferrersAsync(Repository, index.Digest, Cancellation));
        Assert.Equal(index.Digest, await client.FindDigestAsync(Repository, $"sha256-{index.Digest.Hex}", Cancellation));
    }
}
