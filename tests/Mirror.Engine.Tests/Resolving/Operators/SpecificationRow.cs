using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Yaml.Configuration;

namespace Mirror.Engine.Tests.Resolving.Operators;

/// <summary>A row of the tables of SPEC 5.4 and 5.5.</summary>
/// <param name="Name">Table and row.</param>
/// <param name="Asks">The fields of the configuration's entry beside <c>catalog</c>, in flow style.</param>
/// <param name="Expected">As <see cref="TestCatalog.Outcome"/> writes it; the codes of errors, those of the configuration included.</param>
/// <param name="OcMirror">What oc-mirror does there, where Mirror does otherwise on purpose, and why; null where both do the same.</param>
public sealed record SpecificationRow(string Name, string Asks, string Expected, string? OcMirror = null)
{
    /// <summary>What comes out when the entry is read from a configuration and applied to <paramref name="catalog"/>.</summary>
    internal string Outcome(Engine.Resolving.Operators.Catalog catalog)
    {
        var diagnostics = new DiagnosticBag();
        var configuration = ImageSetConfigurationReader.Read(
            $$"""
            kind: ImageSetConfiguration
            apiVersion: mirror.openshift.io/v2alpha1
            mirror:
              operators:
              - {catalog: "{{TestCatalog.Name}}", {{Asks}}}
            """,
            "imageset.yaml",
            diagnostics);
        return configuration is null
            ? string.Join("\n", diagnostics.Where(diagnostic => diagnostic.Code.Severity == Severity.Error).Select(diagnostic => diagnostic.Code.Id).Distinct())
            : TestCatalog.Outcome(catalog, Assert.Single(configuration.Operators));
    }

    /// <summary>What test reports show.</summary>
    public override string ToString() => Name;
}
