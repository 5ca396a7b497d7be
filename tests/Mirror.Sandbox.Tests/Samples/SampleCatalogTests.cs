using Mirror.Sandbox.Samples.Operators;
using Mirror.Testing;

namespace Mirror.Sandbox.Tests.Samples;

public sealed class SampleCatalogTests
{
    [Fact]
    public void Catalog_has_the_same_bytes_everywhere() =>
        Approval.Verify(string.Concat(SampleCatalog.Images.Select(image => $"{image.Repository}:{string.Join(',', image.Tags)} {image.Content.Digest}\n")));

    [Fact]
    public void Some_images_are_for_two_platforms_and_some_are_shared()
    {
        var platforms = SampleCatalog.Images.Select(image => image.Content.Children.Count).Distinct().Order();
        var uses = SampleCatalog.Bundles.SelectMany(bundle => bundle.Related.Values).GroupBy(image => image).Select(group => group.Count());

        Assert.Equal([0, 2], platforms);
        Assert.Equal(SampleCatalog.Bundles.Count, uses.Max());
    }
}
