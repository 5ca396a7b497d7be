using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;

namespace Mirror.Sandbox.Tests.Registry;

public sealed class DiscoveryTests
{
    private static readonly ImageContent Image = ImageBuilder.Simple("discovery", layerSize: 16);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "a b c d", "")]
    [InlineData("?n=2", "a b", "</v2/r/tags/list?n=2&last=b>; rel=\"next\"")]
    [InlineData("?n=2&last=b", "c d", "")]
    [InlineData("?last=c", "d", "")]
    [InlineData("?n=2&last=bb", "c d", "")]
    [InlineData("?n=0", "", "")]
    [InlineData("?last=d", "", "")]
    public async Task Tags_are_sorted_and_paged(string query, string expected, string link)
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        foreach (var tag in (string[])["c", "a", "d", "b"])
        {
            await registry.Client.PushImageAsync(registry.BaseUri, "r", tag, Image, Cancellation);
        }

        using var response = await registry.Client.SendAsync("GET", $"/v2/r/tags/list{query}");

        var json = await response.JsonAsync();
        Assert.Equal(("r", expected), (json.GetProperty("name").GetString(), string.Join(' ', json.GetProperty("tags").EnumerateArray())));
        Assert.Equal(link, response.Header("Link"));
    }

    [Fact]
    public async Task Page_length_that_is_no_number_is_refused()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        await registry.Client.PushImageAsync(registry.BaseUri, "r", "v1", Image, Cancellation);

        var outcome = await registry.Client.SendAsync("GET", "/v2/r/tags/list?n=-1").OutcomeAsync();

        Assert.Equal("400 PAGINATION_NUMBER_INVALID", outcome);
    }

    [Fact]
    public async Task Catalog_lists_repositories_with_manifests()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        await registry.Client.PushImageAsync(registry.BaseUri, "b/c", "v1", Image, Cancellation);
        await registry.Client.PushImageAsync(registry.BaseUri, "b", "v1", Image, Cancellation);
        await registry.Client.PushBlobAsync(registry.BaseUri, "blobs-only", Image.Blobs[0], Cancellation);

        using var response = await registry.Client.SendAsync("GET", "/v2/_catalog");

        Assert.Equal("""{"repositories":["b","b/c"]}""", (await response.JsonAsync()).GetRawText());
    }

    [Fact]
    public async Task Referrers_are_listed_with_type_and_annotations_whichever_came_first()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        var early = Referrer("application/vnd.example.sbom", "early");
        var late = Referrer("application/vnd.example.signature", "late");
        await registry.Client.PushImageAsync(registry.BaseUri, "r", null, early, Cancellation);
        await registry.Client.PushImageAsync(registry.BaseUri, "r", "v1", Image, Cancellation);
        await registry.Client.PushImageAsync(registry.BaseUri, "r", null, late, Cancellation);

        using var all = await registry.Client.SendAsync("GET", $"/v2/r/referrers/{Image.Digest}");
        using var filtered = await registry.Client.SendAsync("GET", $"/v2/r/referrers/{Image.Digest}?artifactType=application/vnd.example.sbom");

        Assert.Equal(MediaTypes.OciIndex, all.Header("Content-Type"));
        Assert.Equal(
            ((ImageContent[])[early, late]).Select(image => image.Digest.ToString()).Order(StringComparer.Ordinal),
            (await all.JsonAsync()).GetProperty("manifests").EnumerateArray().Select(entry => entry.GetProperty("digest").GetString()));
        var only = Assert.Single((await filtered.JsonAsync()).GetProperty("manifests").EnumerateArray());
        Assert.Equal(
            ("application/vnd.example.sbom", "early", "artifactType"),
            (only.GetProperty("artifactType").GetString(), only.GetProperty("annotations").GetProperty("name").GetString(), filtered.Header("OCI-Filters-Applied")));
    }

    [Fact]
    public async Task Push_with_subject_says_that_it_was_processed()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        var referrer = Referrer("application/vnd.example.sbom", "subject");
        await registry.Client.PushBlobAsync(registry.BaseUri, "r", referrer.Blobs[0], Cancellation);

        using var response = await registry.Client.SendAsync(
            "PUT", $"/v2/r/manifests/{referrer.Digest}", referrer.Manifest.Bytes.ToArray(), ("Content-Type", MediaTypes.OciManifest));

        Assert.Equal(Image.Digest.ToString(), response.Header("OCI-Subject"));
    }

    [Fact]
    public async Task Image_without_referrers_has_an_empty_list()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);

        using var response = await registry.Client.SendAsync("GET", $"/v2/none/referrers/{Image.Digest}");

        Assert.Empty((await response.JsonAsync()).GetProperty("manifests").EnumerateArray());
    }

    [Fact]
    public async Task Image_whose_type_is_only_its_configuration_refers_by_that()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        var referrer = new ImageBuilder { Subject = Image.Manifest.Descriptor }.Build();
        await registry.Client.PushImageAsync(registry.BaseUri, "r", null, referrer, Cancellation);

        using var response = await registry.Client.SendAsync("GET", $"/v2/r/referrers/{Image.Digest}");

        var entry = Assert.Single((await response.JsonAsync()).GetProperty("manifests").EnumerateArray());
        Assert.Equal(MediaTypes.OciConfig, entry.GetProperty("artifactType").GetString());
    }

    private static ImageContent Referrer(string type, string name) => new ArtifactBuilder
    {
        ArtifactType = type,
        Subject = Image.Manifest.Descriptor,
        Annotations = new Dictionary<string, string> { ["name"] = name },
    }.Build();
}
