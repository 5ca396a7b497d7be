using System.Text;
using Mirror.Engine.Resolving.Operators;
using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Engine.Resolving.Operators.Writing;
using Mirror.Model.Diagnostics;
using static Mirror.Engine.Tests.Resolving.Operators.Selection;

namespace Mirror.Engine.Tests.Resolving.Operators;

public sealed class FbcWriterTests
{
    private const string Deprecations = """
        ---
        schema: olm.deprecations
        package: bar
        entries:
        - {reference: {schema: olm.bundle, name: bar.v0.1.0}, message: old}
        - {reference: {schema: olm.bundle, name: bar.v1.0.0}, message: kept bundle}
        - {reference: {schema: olm.channel, name: stable}, message: gone channel}
        - {reference: {schema: olm.package}, message: package}
        ---
        schema: olm.deprecations
        package: foo
        entries:
        - {reference: {schema: olm.bundle, name: foo.v0.1.0}, message: old}

        """;

    [Fact]
    public void Files_have_what_is_kept_in_a_fixed_order()
    {
        using var catalog = TestCatalog.Read(
            "---\nschema: root\nvalue: 1\n" + TestCatalog.Latest + Deprecations + "---\nschema: custom\npackage: bar\nname: x\n");
        var filtered = TestCatalog.Filter(catalog, Of(Package("bar", defaultChannel: "alpha", channels: Channel("alpha")), Package("foo"))).Catalog;

        var files = FbcWriter.Write(filtered);

        Assert.Equal(["bar/catalog.json", "catalog.json", "foo/catalog.json"], files.Select(file => file.Path));
        Assert.Equal(
            """
            {"schema":"olm.package","name":"bar","defaultChannel":"alpha"}
            {"schema":"olm.channel","package":"bar","name":"alpha","entries":[{"name":"bar.v1.0.0","replaces":"bar.v0.2.0"}]}
            {"schema":"olm.bundle","package":"bar","name":"bar.v1.0.0","image":"registry.example.com/bar/bundle:v1.0.0","properties":[{"type":"olm.package","value":{"packageName":"bar","version":"1.0.0"}}],"relatedImages":[{"name":"","image":"registry.example.com/bar/bundle:v1.0.0"},{"name":"operator","image":"registry.example.com/bar/operator:v1.0.0"}]}
            {"schema":"custom","package":"bar","name":"x"}
            {"schema":"olm.deprecations","package":"bar","entries":[{"reference":{"schema":"olm.bundle","name":"bar.v1.0.0"},"message":"kept bundle"},{"reference":{"schema":"olm.package"},"message":"package"}]}

            """.ReplaceLineEndings("\n"),
            Text(files[0]));
        Assert.DoesNotContain("olm.deprecations", Text(files[2]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_bundle_image_counts_once_and_bad_references_are_reported()
    {
        using var catalog = TestCatalog.Read(
            TestCatalog.Latest.Replace("registry.example.com/bar/operator:v1.0.0", "oci:///layout", StringComparison.Ordinal)
                .Replace("registry.example.com/baz/operator:v1.1.0", "registry.example.com/baz/operator", StringComparison.Ordinal));
        var filtered = TestCatalog.Filter(catalog, All()).Catalog;
        var diagnostics = new DiagnosticBag();

        var images = BundleImages.Of(filtered, diagnostics);

        Assert.Equal(["bar.v1.0.0", "baz.v1.1.0", "foo.v0.3.1"], images.Select(bundle => bundle.Bundle.Name));
        Assert.Equal("registry.example.com/foo/bundle:v0.3.1", images[2].Image?.ToString());
        Assert.Equal(["registry.example.com/foo/operator:v0.3.1"], images[2].Related.Select(image => image.Image.ToString()));
        Assert.Equal(["MIR2430", "MIR2430"], diagnostics.Select(diagnostic => diagnostic.Code.Id));
    }

    [Fact]
    public void A_package_cannot_break_out_of_its_folder()
    {
        using var catalog = TestCatalog.Read(TestCatalog.Latest.Replace(": baz", ": ../baz", StringComparison.Ordinal));
        var filtered = CatalogFilter.Filter(catalog, All(), new DiagnosticBag());

        var thrown = Assert.Throws<MirrorException>(() => FbcWriter.Write(filtered));

        Assert.Equal("MIR2401", thrown.Diagnostics[0].Code.Id);
    }

    internal static string Text(FbcFile file)
    {
        using var reader = new StreamReader(file.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
