using System.Text;
using Mirror.Engine.Resolving.Operators.Dependencies;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Model.Diagnostics;
using Mirror.Model.Versions;
using static Mirror.Engine.Tests.Resolving.Operators.Selection;

namespace Mirror.Engine.Tests.Resolving.Operators;

public sealed class OperatorDependenciesTests
{
    [Theory]
    [InlineData("{type: olm.package.required, value: {packageName: foo, versionRange: '>=0.3.0 <1.0.0'}}", null)]
    [InlineData("{type: olm.package.required, value: {packageName: foo, versionRange: '>=1.0.0'}}", "the package 'foo' in the range '>=1.0.0'")]
    [InlineData("{type: olm.package.required, value: {packageName: baz}}", "the package 'baz'")]
    [InlineData("{type: olm.gvk.required, value: {group: g, version: v1, kind: Own}}", null)]
    [InlineData("{type: olm.gvk.required, value: {group: g, version: v1, kind: Other}}", "the API 'Other.v1.g'")]
    [InlineData("{type: olm.constraint, value: {all: {constraints: [{package: {packageName: foo, versionRange: 0.3.x}}, {gvk: {group: g, version: v1, kind: Other}}]}}}", "the API 'Other.v1.g'")]
    [InlineData("{type: olm.constraint, value: {any: {constraints: [{package: {packageName: foo}}, {package: {packageName: baz}}]}}}", null)]
    [InlineData("{type: olm.constraint, value: {any: {constraints: [{package: {packageName: qux}}, {package: {packageName: baz}}]}}}", "the package 'qux' or the package 'baz'")]
    [InlineData("{type: olm.constraint, value: {cel: {rule: 'true'}}}", null)]
    public void What_the_selection_lacks_is_found(string property, string? missing)
    {
        using var catalog = TestCatalog.Read(WithLatest("bar", "1.0.0", property, "{type: olm.gvk, value: {group: g, version: v1, kind: Own}}"), "foo", "bar");
        var filtered = TestCatalog.Filter(catalog, Of(Package("foo"), Package("bar"))).Catalog;

        var selected = SelectedOperators.Of(filtered, null);
        var found = OperatorDependencies.Missing([selected], [selected]);

        Assert.Equal(missing is null ? [] : [missing], found.Select(dependency => dependency.Requirement.ToString()));
    }

    [Fact]
    public async Task The_report_names_what_would_satisfy_it()
    {
        var text = WithLatest("baz", "1.1.0", "{type: olm.gvk, value: {group: g, version: v1, kind: Other}}");
        text = With(text, "bar", "1.0.0", "{type: olm.gvk.required, value: {group: g, version: v1, kind: Other}}", "{type: olm.package.required, value: {packageName: foo, versionRange: '>=0.3.0'}}");
        using var catalog = TestCatalog.Read(text, "bar");
        var selected = SelectedOperators.Of(TestCatalog.Filter(catalog, Of(Package("bar"))).Catalog, null);
        var missing = OperatorDependencies.Missing([selected], [selected]);
        var search = new ApiProviderSearch(OperatorDependencies.Apis(missing), CatalogLimits.Default);
        await search.AddAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);
        var diagnostics = new DiagnosticBag();

        OperatorDependencies.Report(missing, [selected], search.Providers, isStrict: false, _ => null, diagnostics);

        Assert.Equal(
            [
                "warning MIR2904: The package 'bar' needs the API 'Other.v1.g', which is not selected (bundle 'bar.v1.0.0'). 'Other.v1.g' is provided by 'baz'; add one of them.",
                "warning MIR2903: The package 'bar' needs the package 'foo' in the range '>=0.3.0', which is not selected (bundle 'bar.v1.0.0'). "
                + "Add the package 'foo' of the catalog 'registry.example.com/index:v1' with versions in the range '>=0.3.0'.",
            ],
            diagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    [Theory]
    [InlineData(">=1.0.0 <2.0.0", "1.5.0", true)]
    [InlineData(">=1.0.0 <2.0.0", "2.0.0", false)]
    [InlineData(">= 1.0.0 < 2.0.0", "1.5.0", true)]
    [InlineData("<1.0.0 || >2.0.0", "2.1.0", true)]
    [InlineData("1.2.x", "1.2.9", true)]
    [InlineData("1.2.x", "1.3.0", false)]
    [InlineData("<=1.x", "1.9.0", true)]
    [InlineData(">1.2.x", "1.2.5", false)]
    [InlineData("!1.2.3", "1.2.3", false)]
    [InlineData("!=1.2.3", "1.2.4", true)]
    [InlineData("1.2.3", "1.2.3+build", true)]
    public void A_version_range_of_a_dependency_means_what_olm_reads(string range, string version, bool allowed) =>
        Assert.Equal(allowed, VersionConstraint.TryParse(range)?.Allows(SemanticVersion.Parse(version)));

    [Theory]
    [InlineData("")]
    [InlineData("newest")]
    [InlineData(">=1.0.0 ||")]
    public void What_is_no_range_is_not_read_as_one(string range) => Assert.Null(VersionConstraint.TryParse(range));

    private static string WithLatest(string package, string version, params string[] properties) => With(TestCatalog.Latest, package, version, properties);

    private static string With(string text, string package, string version, params string[] properties)
    {
        var anchor = $"  value: {{packageName: {package}, version: \"{version}\"}}\n";
        Assert.Contains(anchor, text, StringComparison.Ordinal);
        return text.Replace(anchor, anchor + string.Concat(properties.Select(property => $"- {property}\n")), StringComparison.Ordinal);
    }
}
