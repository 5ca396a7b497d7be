using System.Text;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Signatures and other referrers, from one registry to another: a real one without the referrers API, and the embedded one with it.</summary>
public sealed class SignatureTests : IAsyncLifetime
{
    private const string App = "team/app";

    private readonly MirrorWorkspace _workspace = new();
    private DockerRegistryProcess _source = null!;
    private DockerRegistryProcess _destination = null!;
    private TestRegistry _modernSource = null!;
    private TestRegistry _modernDestination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Destination => $"docker://{_destination.Endpoint}";

    private string ModernDestination => $"docker://{_modernDestination.Endpoint}/ocp";

    private string ReferrersText => File.ReadAllText(_workspace.Folder.Combine("mirror", "mirror.lock.referrers.json"));

    public async ValueTask InitializeAsync()
    {
        _source = await DockerRegistryProcess.StartAsync(Token);
        _destination = await DockerRegistryProcess.StartAsync(Token);
        _modernSource = await TestRegistry.StartAsync(Token);
        _modernDestination = await TestRegistry.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint), ("ghcr.io", _modernSource.Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        await _modernSource.DisposeAsync();
        await _modernDestination.DisposeAsync();
        _workspace.Dispose();
    }

    private static string SignatureTag(ImageContent image, string ending = ".sig") => $"sha256-{image.Digest.Hex}{ending}";

    private static ImageContent Signature(string seed) => ImageBuilder.Simple($"signature of {seed}", layerSize: 300);

    private static ImageContent Artifact(ImageContent subject, string type) => new ArtifactBuilder
    {
        ArtifactType = type,
        Subject = subject.Manifest.Descriptor,
        Blobs = [BlobContent.Of("text/plain", Encoding.UTF8.GetBytes($"{type} of {subject.Digest}"))],
    }.Build();

    private static async Task PushAsync(Uri registry, string repository, string? tag, ImageContent image)
    {
        using var http = new HttpClient();
        await http.PushImageAsync(registry, repository, tag, image, Token);
    }

    private static async Task<bool> HasAsync(Uri registry, string repository, string reference)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(registry, $"/v2/{repository}/manifests/{reference}"));
        request.Headers.TryAddWithoutValidation("Accept", [MediaTypes.OciManifest, MediaTypes.OciIndex]);
        using var response = await http.SendAsync(request, Token);
        return response.IsSuccessStatusCode;
    }

    private async Task<ImageContent> PushSignedAsync()
    {
        var image = ImageBuilder.Simple("signed");
        await PushAsync(_source.BaseUri, App, "1", image);
        await PushAsync(_source.BaseUri, App, SignatureTag(image), Signature("signed"));
        return image;
    }

    [Fact]
    public async Task Real_cosign_signatures_of_an_index_and_its_instances_arrive_byte_for_byte()
    {
        var layouts = TestData.PathOf("oci", "oc-mirror-layouts");
        await Skopeo.CopyAsync($"oci:{layouts}/multi-platform-container-latest", $"docker://{_source.Endpoint}/{App}:latest", all: true, Token);
        var signatures = Directory.GetDirectories(layouts, "multi-platform-container-sha256-*-sig")
            .ToDictionary(folder => $"{Path.GetFileName(folder)["multi-platform-container-".Length..^"-sig".Length]}.sig");
        foreach (var (tag, folder) in signatures)
        {
            await Skopeo.CopyAsync($"oci:{folder}", $"docker://{_source.Endpoint}/{App}:{tag}", all: true, Token);
        }

        _workspace.Configure($"name: quay.io/{App}:latest\nsignatures: required");
        var results = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Equal(5, signatures.Count);
        Directory.CreateDirectory(_workspace.Folder.Combine("pulled"));
        Assert.EndsWith("has 6 images, 6 of them new", results[3].Result.Message, StringComparison.Ordinal);
        foreach (var tag in signatures.Keys)
        {
            var expected = await Skopeo.InspectRawAsync($"docker://{_source.Endpoint}/{App}:{tag}", Token);
            var actual = await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/{App}:{tag}", Token);
            Assert.True(expected.Span.SequenceEqual(actual.Span), tag);
            await Skopeo.CopyAsync($"docker://{_destination.Endpoint}/{App}:{tag}", $"dir:{_workspace.Folder.Combine("pulled", tag)}", all: false, Token);
        }
    }

    [Fact]
    public async Task Second_publish_asks_no_source_and_each_signature_once()
    {
        await PushSignedAsync();
        _workspace.Configure($"name: quay.io/{App}:1");
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        var files = (_workspace.LockText, ReferrersText);
        await _source.ForgetRequestsAsync(Token);
        await _destination.ForgetRequestsAsync(Token);

        var results = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Empty(await _source.RequestsAsync(Token));
        Assert.Equal(["GET /v2/", .. (string[])["HEAD", "HEAD"]], (await _destination.RequestsAsync(Token)).Select(r => r.Path == "/v2/" ? $"{r.Method} /v2/" : r.Method).Order());
        Assert.All(results.Skip(1), step => Assert.True(step.Result.IsUpToDate, $"{step.Step}: {step.Result.Message}"));
        Assert.Equal(files, (_workspace.LockText, ReferrersText));
    }

    [Fact]
    public async Task Artifacts_arrive_with_their_subject_where_there_is_the_api()
    {
        var index = IndexBuilder.Simple("index", ImageFormat.Oci, "amd64", "arm64");
        var instance = index.Children[0];
        var (bill, signature) = (Artifact(index, "application/spdx+json"), Artifact(instance, "application/vnd.dev.sigstore.bundle.v0.3+json"));
        var signatureOfBill = Artifact(bill, "application/vnd.cncf.notary.signature");
        await PushAsync(_modernSource.BaseUri, App, "1", index);
        foreach (var artifact in (ImageContent[])[bill, signature, signatureOfBill])
        {
            await PushAsync(_modernSource.BaseUri, App, null, artifact);
        }

        _workspace.Configure($"name: ghcr.io/{App}:1");
        var first = await _workspace.PublishAsync(_workspace.Options(ModernDestination), Token);
        _modernSource.ForgetRequests();
        _modernDestination.ForgetRequests();
        var second = await _workspace.PublishAsync(_workspace.Options(ModernDestination), Token);

        Assert.EndsWith("has 4 images, 4 of them new", first[3].Result.Message, StringComparison.Ordinal);
        Assert.True(second[3].Result.IsUpToDate);
        Assert.Empty(_modernSource.Requests);
        Assert.Equal(1 + 4, _modernDestination.Requests.Count);
        foreach (var (subject, referrer) in ((ImageContent, ImageContent)[])[(index, bill), (instance, signature), (bill, signatureOfBill)])
        {
            var list = await _modernDestination.Client.GetStringAsync($"/v2/ocp/{App}/referrers/{subject.Digest}", Token);
            Assert.Contains(referrer.Digest.ToString(), list, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Artifacts_are_listed_under_the_tag_where_there_is_no_api()
    {
        var image = ImageBuilder.Simple("image");
        var bill = Artifact(image, "application/spdx+json");
        await PushAsync(_modernSource.BaseUri, App, "1", image);
        await PushAsync(_modernSource.BaseUri, App, null, bill);
        _workspace.Configure($"name: ghcr.io/{App}:1");

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        var again = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        var list = await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/{App}:sha256-{image.Digest.Hex}", Token);
        Assert.Contains(bill.Digest.ToString(), Encoding.UTF8.GetString(list.Span), StringComparison.Ordinal);
        Assert.True(again[3].Result.IsUpToDate);
        Assert.Empty(_workspace.Warnings);
    }

    [Fact]
    public async Task Artifacts_of_an_image_known_by_digest_alone_are_published_with_a_warning_where_there_is_no_api()
    {
        var image = ImageBuilder.Simple("image");
        var bill = Artifact(image, "application/spdx+json");
        await PushAsync(_modernSource.BaseUri, App, null, image);
        await PushAsync(_modernSource.BaseUri, App, null, bill);
        _workspace.Configure($"name: ghcr.io/{App}@{image.Digest}");

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        var again = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Equal(MirrorErrors.ReferrersHidden, Assert.Single(_workspace.Warnings).Code);
        Assert.True(await HasAsync(_destination.BaseUri, App, bill.Digest.ToString()));
        var tagged = await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/{App}:sha256-{image.Digest.Hex}", Token);
        Assert.True(tagged.Span.SequenceEqual(image.Manifest.Bytes.Span));
        Assert.True(again[3].Result.IsUpToDate);
    }

    [Fact]
    public async Task Required_signature_that_is_missing_is_an_error_at_its_place_and_nothing_is_locked()
    {
        await PushAsync(_source.BaseUri, App, "1", ImageBuilder.Simple("unsigned"));
        await PushAsync(_source.BaseUri, App, SignatureTag(ImageBuilder.Simple("unsigned"), ".sbom"), Signature("bill"));
        _workspace.Configure($"name: quay.io/{App}:1\nsignatures: required");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _workspace.LockAsync(Token));

        var diagnostic = Assert.Single(failure.Diagnostics);
        Assert.Equal(MirrorErrors.SignatureRequired, diagnostic.Code);
        Assert.Equal("mirror/imageset.yaml(6,17)", diagnostic.Span!.ToString());
        Assert.Equal(ExitCode.Policy, failure.ExitCode);
        Assert.False(File.Exists(_workspace.Folder.Combine("mirror", "mirror.lock.json")));
    }

    [Fact]
    public async Task Index_whose_instances_are_all_signed_is_signed()
    {
        var index = IndexBuilder.Simple("index", ImageFormat.Oci, "amd64", "arm64");
        await PushAsync(_source.BaseUri, App, "1", index);
        await PushAsync(_source.BaseUri, App, SignatureTag(index.Children[0]), Signature("amd64"));
        _workspace.Configure($"name: quay.io/{App}:1\nsignatures: required");
        await Assert.ThrowsAsync<MirrorException>(() => _workspace.LockAsync(Token));
        await PushAsync(_source.BaseUri, App, SignatureTag(index.Children[1]), Signature("arm64"));

        await _workspace.LockAsync(Token);

        Assert.Contains(SignatureTag(index.Children[1]), ReferrersText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "signatures: ignore")]
    [InlineData(true, "signatures: required")]
    public async Task Signatures_that_are_left_behind_are_not_asked_for(bool removes, string policy)
    {
        var image = await PushSignedAsync();
        _workspace.Configure($"name: quay.io/{App}:1\n{policy}");
        await _source.ForgetRequestsAsync(Token);

        var results = await _workspace.PublishAsync(_workspace.Options(Destination) with { RemoveSignatures = removes }, Token);

        Assert.EndsWith("has 1 image, 1 of them new", results[3].Result.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(await _source.RequestsAsync(Token), request => request.Path.Contains("tags", StringComparison.Ordinal) || request.Path.Contains("sha256-", StringComparison.Ordinal));
        Assert.False(await HasAsync(_destination.BaseUri, App, SignatureTag(image)));
        Assert.False(File.Exists(_workspace.Folder.Combine("mirror", "mirror.lock.referrers.json")));
    }

    [Fact]
    public async Task Locked_mode_needs_both_files()
    {
        await PushSignedAsync();
        _workspace.Configure($"name: quay.io/{App}:1");
        await _workspace.LockAsync(Token);
        await _workspace.LockAsync(Token, LockMode.Locked);
        var text = ReferrersText;
        var file = _workspace.Folder.Combine("mirror", "mirror.lock.referrers.json");
        File.Delete(file);

        var missing = await Assert.ThrowsAsync<MirrorException>(() => _workspace.LockAsync(Token, LockMode.Locked));
        await File.WriteAllTextAsync(file, text.Replace("\"size\": ", "\"size\":  ", StringComparison.Ordinal), Token);
        var reformatted = await Assert.ThrowsAsync<MirrorException>(() => _workspace.LockAsync(Token, LockMode.Locked));

        Assert.Equal(MirrorErrors.LockStale, Assert.Single(missing.Diagnostics).Code);
        Assert.Equal(MirrorErrors.LockNotCanonical, Assert.Single(reformatted.Diagnostics).Code);
        Assert.Equal("mirror/mirror.lock.referrers.json(1,1)", reformatted.Diagnostics[0].Span!.ToString());
    }

    [Fact]
    public async Task Lock_without_its_other_file_is_completed_without_asking_for_the_image_again()
    {
        await PushSignedAsync();
        _workspace.Configure($"name: quay.io/{App}:1");
        await _workspace.LockAsync(Token);
        var files = (_workspace.LockText, ReferrersText);
        File.Delete(_workspace.Folder.Combine("mirror", "mirror.lock.referrers.json"));
        await _source.ForgetRequestsAsync(Token);

        await _workspace.LockAsync(Token);

        Assert.Equal(files, (_workspace.LockText, ReferrersText));
        Assert.DoesNotContain(await _source.RequestsAsync(Token), request => request.Path.EndsWith("/manifests/1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signature_made_later_is_taken_by_refresh_alone()
    {
        var image = ImageBuilder.Simple("later");
        await PushAsync(_source.BaseUri, App, "1", image);
        _workspace.Configure($"name: quay.io/{App}:1");
        await _workspace.LockAsync(Token);
        var before = ReferrersText;
        await PushAsync(_source.BaseUri, App, SignatureTag(image), Signature("later"));

        await _workspace.LockAsync(Token);
        var unchanged = ReferrersText;
        await _workspace.LockAsync(Token, LockMode.Refresh);

        Assert.Equal(before, unchanged);
        Assert.Contains(SignatureTag(image), ReferrersText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signature_lost_upstream_is_served_from_the_store_and_from_the_destination()
    {
        var image = await PushSignedAsync();
        _workspace.Configure($"name: quay.io/{App}:1");
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        using (var http = new HttpClient())
        {
            using var gone = await http.DeleteAsync(new Uri(_source.BaseUri, $"/v2/{App}/manifests/{Signature("signed").Digest}"), Token);
            Assert.True(gone.IsSuccessStatusCode);
        }

        Directory.Delete(_workspace.Folder.Combine("store"), recursive: true);
        using (var engine = _workspace.NewEngine(_workspace.Options(Destination)))
        {
            await engine.FetchAsync(Token);
        }

        await _source.DisposeAsync();

        await _workspace.PublishAsync(_workspace.Options(ModernDestination) with { LockMode = LockMode.Frozen }, Token);

        Assert.True(await HasAsync(_modernDestination.BaseUri, $"ocp/{App}", SignatureTag(image)));
    }

    [Fact]
    public async Task Verify_and_publish_notice_a_signature_that_the_destination_lost()
    {
        var image = await PushSignedAsync();
        _workspace.Configure($"name: quay.io/{App}:1");
        await _workspace.PublishAsync(_workspace.Options(ModernDestination), Token);
        using var engine = _workspace.NewEngine(_workspace.Options(ModernDestination));
        await engine.VerifyAsync(Token);
        using var deleted = await _modernDestination.Client.DeleteAsync($"/v2/ocp/{App}/manifests/{SignatureTag(image)}", Token);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => engine.VerifyAsync(Token));
        await engine.PublishAsync(Token);
        await engine.VerifyAsync(Token);

        Assert.Contains($"{App}:{SignatureTag(image)}", Assert.Single(failure.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signature_of_an_image_that_could_not_be_published_is_held_back()
    {
        var image = ImageBuilder.Simple("broken");
        await PushAsync(_modernSource.BaseUri, App, "1", image);
        await PushAsync(_modernSource.BaseUri, App, SignatureTag(image), Signature("broken"));
        _workspace.Configure($"name: ghcr.io/{App}:1");
        await _workspace.LockAsync(Token);
        var layer = image.Blobs.MaxBy(blob => blob.Descriptor.Size)!.Descriptor.Digest;
        File.Delete(_modernSource.Folder.Combine("blobs", layer.Algorithm, layer.Hex));

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _workspace.PublishAsync(_workspace.Options(Destination), Token));

        Assert.Contains(failure.Diagnostics, diagnostic => diagnostic.Code == MirrorErrors.RequirementFailed);
        Assert.False(await HasAsync(_destination.BaseUri, App, SignatureTag(image)));
    }

    [Fact]
    public async Task Layout_takes_and_gives_signatures_and_artifacts()
    {
        var image = ImageBuilder.Simple("image");
        var bill = Artifact(image, "application/spdx+json");
        LayoutFolder.Write(
            _workspace.Folder.Combine("mirror", "images", "app"), ("v1", image), (SignatureTag(image), Signature("image")), (null, bill));
        _workspace.Configure("name: oci://images/app:v1\nsignatures: required");

        var first = await _workspace.PublishAsync(_workspace.Options("oci:layout"), Token);
        var second = await _workspace.PublishAsync(_workspace.Options("oci:layout"), Token);

        Assert.EndsWith("has 3 images, 3 of them new", first[3].Result.Message, StringComparison.Ordinal);
        Assert.True(second[3].Result.IsUpToDate);
        var raw = await Skopeo.InspectRawAsync($"oci:{_workspace.Folder.Combine("layout")}:images/app:{SignatureTag(image)}", Token);
        Assert.True(raw.Span.SequenceEqual(Signature("image").Manifest.Bytes.Span));
    }

    [Fact]
    public async Task Plan_lists_signatures_and_cluster_resources_do_not()
    {
        var image = await PushSignedAsync();
        _workspace.Configure($"name: quay.io/{App}:1");
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        using var engine = _workspace.NewEngine(_workspace.Options(Destination));

        await engine.PlanAsync(Token);

        Assert.Contains($"=docker://{_destination.Endpoint}/{App}:{SignatureTag(image)}\n", _workspace.Output("plan", "mapping.txt"), StringComparison.Ordinal);
        Assert.False(_workspace.HasOutput("cluster-resources", "idms-oc-mirror.yaml"));
    }

    [Fact]
    public async Task Registry_that_refuses_to_tell_is_named_with_the_way_out()
    {
        await using var refusing = new Mirror.Testing.Faults.FaultyRegistry();
        var image = ImageBuilder.Simple("image");
        refusing.Content.Add(App, "1", image);
        refusing.On("GET", "/referrers/", Mirror.Testing.Faults.ServerAnswer.Error(403, "DENIED", "not allowed"), int.MaxValue);
        _workspace.Redirect(("quay.io", refusing.Endpoint));
        _workspace.Configure($"name: quay.io/{App}:1");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _workspace.LockAsync(Token));

        Assert.Equal(MirrorErrors.ReferrersUnknown, Assert.Single(failure.Diagnostics).Code);
        Assert.Equal(ExitCode.Source, failure.ExitCode);
        Assert.Contains("'signatures: ignore'", failure.Message, StringComparison.Ordinal);
    }
}
