using System.Net;
using System.Text.Json;
using Mirror.Engine.Resolving.Operators;
using Mirror.Engine.Resolving.Operators.Dependencies;
using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Engine.Tests.Resolving.Operators;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Layers;
using Mirror.Sandbox.Images;
using Mirror.Sandbox.Samples;
using Mirror.Sandbox.Samples.Operators;
using Mirror.Sandbox.Serving;
using Mirror.Testing;
using static Mirror.Engine.Tests.Resolving.Operators.Selection;

namespace Mirror.Engine.Tests.Resolving.Samples;

/// <summary>The sample catalog, read out of its image by the product.</summary>
public sealed class SampleCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_platforms_have_the_whole_catalog()
    {
        foreach (var image in SampleCatalog.Image.Children)
        {
            using var catalog = await ReadAsync(image);

            Assert.Equal(["sample-gitops", "sample-logging", "sample-loki", "sample-pipelines", "sample-storage"], catalog.KnownPackages);
            Assert.Equal(
                SampleCatalog.Bundles.Select(bundle => $"{bundle.Name} {bundle.Version} {bundle.Reference}").Order(StringComparer.Ordinal),
                catalog.Packages.SelectMany(package => package.Bundles).Select(bundle => $"{bundle.Name} {bundle.VersionText} {bundle.Image}").Order(StringComparer.Ordinal));
            Assert.All(catalog.Packages.SelectMany(package => package.Bundles), bundle => Assert.NotNull(bundle.Version));
            Assert.Single(catalog.Packages.Single(package => package.Name == "sample-gitops").Deprecations);
        }
    }

    [Fact]
    public async Task Olm_would_take_it_and_every_dependency_is_satisfied()
    {
        using var catalog = await ReadAsync(SampleCatalog.Image.Children[0]);

        var (all, diagnostics) = TestCatalog.Filter(catalog, All(full: true));
        var (alone, _) = TestCatalog.Filter(catalog, Full(Package("sample-logging"), Package("sample-pipelines")));

        Assert.Empty(diagnostics);
        Assert.Empty(Missing(all));
        Assert.Equal(
            ["sample-logging", "sample-logging", "sample-pipelines"], Missing(alone).Select(dependency => dependency.Package));
    }

    private static IReadOnlyList<MissingDependency> Missing(FilteredCatalog catalog)
    {
        SelectedOperators[] selected = [SelectedOperators.Of(catalog, null)];
        return OperatorDependencies.Missing(selected, selected);
    }

    [Fact]
    public async Task Selections_have_different_outcomes()
    {
        using var catalog = await ReadAsync(SampleCatalog.Image.Children[0]);

        Assert.Equal("sample-logging/stable-6.3: 6.3.1 6.3.2", TestCatalog.Outcome(catalog, Of(Package("sample-logging", channels: Channel("stable-6.3", "6.3.1")))));
        Assert.Equal(
            "sample-loki/stable-6.2: 6.2.1\nsample-loki/stable-6.3: 6.3.1", TestCatalog.Outcome(catalog, Of(Package("sample-loki"))));
        Assert.Equal("sample-storage/alpha: 1.0.0-rc.1\nsample-storage/stable: 1.0.0-0.1750000000.p", TestCatalog.Outcome(catalog, Of(Package("sample-storage"))));
    }

    [Fact]
    public async Task Every_image_of_every_bundle_is_served()
    {
        using var catalog = await ReadAsync(SampleCatalog.Image.Children[0]);
        var diagnostics = new DiagnosticBag();
        await using var upstream = await SampleUpstream.StartAsync(new ListenOptions(), null, Cancellation);
        using var client = new HttpClient { BaseAddress = upstream.BaseUri };

        var images = BundleImages.Of(TestCatalog.Filter(catalog, All(full: true)).Catalog, diagnostics)
            .SelectMany(bundle => bundle.Related.Select(related => related.Image).Append(bundle.Image!)).Append(ImageReference.Parse(SampleCatalog.Reference)).ToList();

        Assert.Empty(diagnostics);
        Assert.Equal(17 * 4 + 1, images.Count);
        foreach (var image in images)
        {
            using var answer = await client.GetAsync(new Uri($"/v2/{image.Repository}/manifests/{image.Digest?.ToString() ?? image.Tag}", UriKind.Relative), Cancellation);
            Assert.Equal((image, HttpStatusCode.OK), (image, answer.StatusCode));
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Catalog> ReadAsync(ImageContent image)
    {
        var config = image.Blobs.Single(blob => blob.Descriptor.Digest == image.Manifest.Manifest.Config!.Digest);
        using var document = JsonDocument.Parse(config.Bytes);
        var label = document.RootElement.GetProperty("config").GetProperty("Labels").GetProperty(CatalogImageReader.FolderLabel).GetString();
        List<LayerSource> layers =
        [
            .. image.Manifest.Manifest.Layers.Select(layer => new LayerSource(
                layer.Digest.ToString(),
                _ => Task.FromResult<Stream>(new MemoryStream(image.Blobs.Single(blob => blob.Descriptor.Digest == layer.Digest).Bytes.ToArray())))),
        ];
        return await CatalogImageReader.ReadAsync(SampleCatalog.Reference, layers, label, null, _folder.Path, CatalogLimits.Default, Cancellation);
    }
}
