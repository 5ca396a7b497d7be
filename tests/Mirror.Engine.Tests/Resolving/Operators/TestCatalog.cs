using System.IO.Compression;
using System.Text;
using Mirror.Engine.Resolving.Operators;
using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Engine.Resolving.Operators.Proving;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Testing;
using Mirror.Testing.Operators;

namespace Mirror.Engine.Tests.Resolving.Operators;

/// <summary>Reads and filters catalogs that tests write down or that lie in the test data.</summary>
internal static class TestCatalog
{
    public const string Name = "registry.example.com/index:v1";

    /// <summary>The small catalog of SPEC 5.5.</summary>
    public static string Latest { get; } =
        Package("foo", "beta")
        + Channel("foo", "beta", "0.1.0", "0.2.0 replaces 0.1.0 skips 0.1.1 0.1.2", "0.3.0 replaces 0.2.0", "0.3.1 replaces 0.2.0 skips 0.3.0")
        + Bundles("foo", "0.1.0", "0.2.0", "0.3.0", "0.3.1")
        + Package("bar", "stable")
        + Channel("bar", "alpha", "0.1.0", "0.2.0 replaces 0.1.0", "1.0.0 replaces 0.2.0")
        + Channel("bar", "stable", "1.0.0")
        + Bundles("bar", "0.1.0", "0.2.0", "1.0.0")
        + Package("baz", "stable")
        + Channel("baz", "stable", "1.0.0", "1.0.1 replaces 1.0.0 skips 1.0.0", "1.1.0 replaces 1.0.1")
        + Bundles("baz", "1.0.0", "1.0.1", "1.1.0");

    /// <summary>What SPEC 5.5 tells of the catalogs <c>3scale-operator</c> and <c>devworkspace-operator</c>, whose files nobody has; the names of rebuilds have a hyphen where their versions have a plus sign.</summary>
    private static string Unit { get; } =
        Package("devworkspace-operator", "fast")
        + Chain("devworkspace-operator", "fast",
            "0.9.0", "0.10.0", "0.11.0", "0.12.0", "0.13.0", "0.14.1", "0.15.2", "0.15.3", "0.16.0", "0.16.0-0.1666668361.p", "0.17.0",
            "0.18.1", "0.18.1-0.1675929565.p", "0.19.1", "0.19.1-0.1679521112.p", "0.19.1-0.1682321189.p")
        + Package("3scale-operator", "threescale-mas")
        + Chain("3scale-operator", "threescale-mas", "0.10.0-mas", "0.11.0-mas")
        + Chain("3scale-operator", "threescale-2.12", "0.9.0", "0.9.1", "0.9.1-0.1664967752.p")
        + Chain("3scale-operator", "threescale-2.11",
            "0.8.0", "0.8.0-0.1634606167.p", "0.8.1", "0.8.2", "0.8.3", "0.8.3-0.1645735250.p", "0.8.3-0.1646619125.p", "0.8.3-0.1646742992.p",
            "0.8.3-0.1649688682.p", "0.8.4", "0.8.4-0.1655690146.p");

    /// <summary>The catalog of oc-mirror's own tests of its filter: <c>jaeger-product</c> is the real one.</summary>
    public static Task<Catalog> ReadUnitAsync() => ReadAsync(
        [("unit.yaml", () => new MemoryStream(Encoding.UTF8.GetBytes(Unit))), .. DataFiles("oc-mirror-family/catalog-filter/declarative_configs")]);

    private static string Chain(string package, string channel, params string[] versions) =>
        Channel(package, channel, [.. versions.Select((version, i) => i == 0 ? version : $"{version} replaces {versions[i - 1]}")])
        + Bundles(package, [.. versions.Select(name => $"{name}={(name.EndsWith(".p", StringComparison.Ordinal) ? name.Replace('-', '+') : name)}")]);

    public static string Package(string name, string defaultChannel) => FbcText.Package(name, defaultChannel);

    public static string Channel(string package, string name, params string[] entries) => FbcText.Channel(package, name, entries);

    /// <summary>Bundles; <c>NAME=VERSION</c> where the version is not in the name.</summary>
    public static string Bundles(string package, params string[] versions) => string.Concat(versions.Select(text =>
    {
        var (name, version) = text.Split('=') is [var n, var v] ? (n, v) : (text, text);
        return $$"""
            ---
            schema: olm.bundle
            package: {{package}}
            name: {{package}}.v{{name}}
            image: registry.example.com/{{package}}/bundle:v{{name}}
            properties:
            - type: olm.package
              value: {packageName: {{package}}, version: "{{version}}"}
            relatedImages:
            - {name: "", image: "registry.example.com/{{package}}/bundle:v{{name}}"}
            - {name: operator, image: "registry.example.com/{{package}}/operator:v{{name}}"}

            """;
    }));

    public static Catalog Read(string yaml, params string[] packages) => Read([("catalog.yaml", yaml)], packages);

    public static Catalog Read(IEnumerable<(string Path, string Text)> files, params string[] packages) =>
        ReadAsync(files.Select(file => (file.Path, Open: (Func<Stream>)(() => new MemoryStream(Encoding.UTF8.GetBytes(file.Text))))), packages)
            .GetAwaiter().GetResult();

    public static async Task<Catalog> ReadAsync(IEnumerable<(string Path, Func<Stream> Open)> files, params string[] packages)
    {
        using var reader = new CatalogReader(
            Name, packages.Length == 0 ? null : packages.ToHashSet(), Path.GetTempPath(), CatalogLimits.Default);
        foreach (var (path, open) in files)
        {
            await using var stream = open();
            await reader.AddAsync(path, stream, TestContext.Current.CancellationToken);
        }

        return reader.Complete();
    }

    /// <summary>All files below a folder of <c>data/fbc</c>, or one file; unpacked.</summary>
    public static Task<Catalog> ReadDataAsync(string path, params string[] packages) => ReadAsync(DataFiles(path), packages);

    public static IEnumerable<(string Path, Func<Stream> Open)> DataFiles(string path)
    {
        var root = TestData.PathOf(["fbc", .. path.Split('/')]);
        var files = File.Exists(root) ? [root] : Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var folder = File.Exists(root) ? Path.GetDirectoryName(root)! : root;
        return files.Select(file => (
            Path.GetRelativePath(folder, file).Replace('\\', '/').Replace(".gz", "", StringComparison.Ordinal),
            (Func<Stream>)(() => file.EndsWith(".gz", StringComparison.Ordinal)
                ? new GZipStream(File.OpenRead(file), CompressionMode.Decompress)
                : File.OpenRead(file))));
    }

    /// <summary>Filters and proves.</summary>
    public static (FilteredCatalog Catalog, DiagnosticBag Diagnostics) Filter(Catalog catalog, OperatorCatalog selection)
    {
        var diagnostics = new DiagnosticBag();
        var filtered = CatalogFilter.Filter(catalog, selection, diagnostics);
        if (!diagnostics.HasErrors)
        {
            CatalogProof.Check(filtered, selection, diagnostics);
        }

        return (filtered, diagnostics);
    }

    /// <summary>What is kept, as <c>PACKAGE/CHANNEL: NAME NAME</c> lines without the package's prefix, or the codes of the problems.</summary>
    public static string Outcome(Catalog catalog, OperatorCatalog selection)
    {
        var (filtered, diagnostics) = Filter(catalog, selection);
        return diagnostics.HasErrors
            ? string.Join("\n", diagnostics.Where(diagnostic => diagnostic.Code.Severity == Severity.Error).Select(diagnostic => diagnostic.Code.Id).Distinct())
            : string.Join("\n", filtered.Packages.SelectMany(package => package.Channels.Select(channel =>
                $"{package.Name}/{channel.Name}: {string.Join(" ", channel.Entries.Select(entry => Short(package.Name, entry.Name)).Order(StringComparer.Ordinal))}")));
    }

    public static string Short(string package, string name) => name.Replace($"{package}.v", "", StringComparison.Ordinal);
}
