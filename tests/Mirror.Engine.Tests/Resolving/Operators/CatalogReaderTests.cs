using System.Text;
using Mirror.Engine.Resolving.Operators;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Model.Diagnostics;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Resolving.Operators;

public sealed class CatalogReaderTests
{
    [Theory]
    [InlineData("yes", "true")]
    [InlineData("Off", "false")]
    [InlineData("y", "true")]
    [InlineData("\"yes\"", "\"yes\"")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("017", "15")]
    [InlineData("0x1F", "31")]
    [InlineData("08", "8")]
    [InlineData("1_000", "1000")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("4.10", "4.1")]
    [InlineData("1.0", "1")]
    [InlineData("12e3", "12000")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("1e21", "1e+21")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("2024-01-02", "\"2024-01-02\"")]
    [InlineData("2024-01-02T03:04:05Z", "\"2024-01-02T03:04:05Z\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData("!!int \"5\"", "5")]
    [InlineData("\"a\\\"b\\\\c\\u0001\\u2028é\"", "\"a\\\"b\\\\c\\u0001\u2028é\"")]
    [InlineData("{a: 1, b: [x, 2]}", "{\"a\":1,\"b\":[\"x\",2]}")]
    [InlineData("{1: a, true: b}", "{\"1\":\"a\",\"true\":\"b\"}")]
    [InlineData("[&a {x: 1}, *a]", "[{\"x\":1},{\"x\":1}]")]
    [InlineData("[&a {x: 1, z: 2}, {x: 3, <<: *a}]", "[{\"x\":1,\"z\":2},{\"x\":3,\"z\":2}]")]
    public void Yaml_has_the_types_that_the_kubernetes_tools_give_it(string yaml, string json)
    {
        using var catalog = TestCatalog.Read($"schema: s\nvalue: {yaml}\n");

        var blob = Assert.Single(catalog.Packageless);

        Assert.Equal($$"""{"schema":"s","value":{{json}}}""", Encoding.UTF8.GetString(catalog.Read(blob)));
    }

    [Fact]
    public void Json_keeps_its_bytes_but_for_white_space()
    {
        using var catalog = TestCatalog.Read("\uFEFF\n { \"schema\" : \"s\",\n \"v\": [ 1.0, \"a \\u003c  \\\" }\" , { } ] }\n{\"schema\":\"t\"}");

        var blobs = catalog.Packageless.Select(blob => Encoding.UTF8.GetString(catalog.Read(blob)));

        Assert.Equal(["""{"schema":"s","v":[1.0,"a \u003c  \" }",{}]}""", """{"schema":"t"}"""], blobs);
        Assert.Equal([2, 4], catalog.Packageless.Select(blob => blob.Origin.Line));
    }

    [Theory]
    [InlineData("schema: s\n---\nname: x\n", 3, "it has no 'schema'")]
    [InlineData("schema: s\n---\n- schema: t\n", 3, "it is not an object")]
    [InlineData("schema: s\n---\n\nschema: [\n", 5, "it is not YAML")]
    [InlineData("{\"schema\":\"s\"}\n{\"schema\":5}", 2, "its 'schema' is not a string")]
    [InlineData("{\"schema\":\"s\"}\n{\"schema\":", 2, "it ends in the middle of an object")]
    [InlineData("{\"schema\":\"s\"}\n]", 2, "']' stands where an object is expected")]
    [InlineData("{\"schema\":\"s\",}", 1, "it is not JSON")]
    [InlineData("{\"schema\":\"s\"}\n{\"schema\":\"s\",\"name\":\"\\ud800\"}", 2, "its 'name' has an escape that is not a character")]
    [InlineData("{\"schema\":\"s\",\"x\":[{\"y\":\"\\ud83d\\ude00\"},{\"y\":\"a\\udc00\"}]}", 1, "it has an escape that is not a character")]
    [InlineData("{\"schema\":\"s\",\"\\uDFFF\":{}}", 1, "it has an escape that is not a character")]
    [InlineData("schema: olm.bundle\nname: x\n", 1, "has no 'package'")]
    [InlineData("schema: olm.channel\npackage: x\nname: c\nentries: {}\n", 1, "its 'entries' is not a list")]
    [InlineData("schema: s\nv: *a\n", 2, "has no anchor before it")]
    [InlineData("schema: s\nv: .inf\n", 2, "has no form in JSON")]
    public void A_file_that_is_no_catalog_is_reported_with_its_line(string text, int line, string problem)
    {
        var thrown = Assert.Throws<MirrorException>(() => TestCatalog.Read(text));

        var diagnostic = Assert.Single(thrown.Diagnostics);
        Assert.Equal("MIR2401", diagnostic.Code.Id);
        Assert.Contains(problem, diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(line, diagnostic.Span?.Line);
    }

    [Fact]
    public void Every_wrong_file_is_reported_at_once()
    {
        var thrown = Assert.Throws<MirrorException>(() => TestCatalog.Read([("b/x.yaml", "name: x"), ("a.json", "{")]));

        Assert.Equal(["a.json", "b/x.yaml"], thrown.Diagnostics.Select(diagnostic => diagnostic.Span?.File));
    }

    [Theory]
    [InlineData(".indexignore", "*.md", "a/README.md", true)]
    [InlineData(".indexignore", "*.md\n!README.md", "a/README.md", false)]
    [InlineData(".indexignore", "# comment\n\nold/", "old/x/y.yaml", true)]
    [InlineData(".indexignore", "old/", "a/old", false)]
    [InlineData(".indexignore", "/x.yaml", "a/x.yaml", false)]
    [InlineData(".indexignore", "a/**/x.yaml", "a/b/c/x.yaml", true)]
    [InlineData(".indexignore", "**/c/*.yaml", "a/b/c/x.yaml", true)]
    [InlineData(".indexignore", "[a-c]?.yaml", "b1.yaml", true)]
    [InlineData(".indexignore", "[!a-c]?.yaml", "b1.yaml", false)]
    [InlineData("a/.indexignore", "x.yaml", "a/b/x.yaml", true)]
    [InlineData("a/.indexignore", "x.yaml", "b/x.yaml", false)]
    public void Patterns_work_as_in_gitignore(string ignoreFile, string patterns, string path, bool ignored)
    {
        var ignore = new IndexIgnore();
        ignore.Set(ignoreFile, Encoding.UTF8.GetBytes(patterns));

        Assert.Equal(ignored, ignore.Ignores(path));
    }

    [Fact]
    public void An_ignore_file_that_comes_last_still_counts()
    {
        using var catalog = TestCatalog.Read([("notes.txt", "not a catalog"), ("p.yaml", TestCatalog.Latest), (".indexignore", "*.txt\n")]);

        Assert.Equal(["bar", "baz", "foo"], catalog.Packages.Select(package => package.Name));
    }

    [Fact]
    public void Only_packages_that_are_asked_for_are_kept()
    {
        using var catalog = TestCatalog.Read(TestCatalog.Latest + "---\nschema: custom\nvalue: 1\n---\nschema: custom\npackage: bar\n", "foo", "bar");

        Assert.Equal(["bar", "foo"], catalog.Packages.Select(package => package.Name));
        Assert.Equal(["bar", "baz", "foo"], catalog.KnownPackages);
        Assert.Single(catalog.Packageless);
        Assert.Single(catalog.Packages[0].Others);
    }

    [Fact]
    public async Task A_path_that_comes_twice_counts_once()
    {
        using var reader = new CatalogReader("c", null, Path.GetTempPath(), CatalogLimits.Default);
        foreach (var version in (string[])["1.0.0", "2.0.0"])
        {
            await reader.AddAsync("c.yaml", new MemoryStream(Encoding.UTF8.GetBytes(TestCatalog.Bundles("p", version))), TestContext.Current.CancellationToken);
        }

        using var catalog = reader.Complete();

        Assert.Equal("p.v2.0.0", Assert.Single(Assert.Single(catalog.Packages).Bundles).Name);
    }

    [Fact]
    public async Task A_catalog_beyond_the_memory_limit_goes_to_a_file_that_disappears()
    {
        using var folder = new TempFolder();
        var limits = CatalogLimits.Default with { MaxMemoryBytes = 1000 };
        var texts = Enumerable.Range(0, 50).Select(i => $$"""{"schema":"s","name":"{{i:00}}","v":"{{new string('x', i * 10)}}"}""").ToList();
        using (var reader = new CatalogReader("c", null, folder.Path, limits))
        {
            await reader.AddAsync("c.json", new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(texts))), TestContext.Current.CancellationToken);
            using var catalog = reader.Complete();

            Assert.Equal(texts, catalog.Packageless.Select(blob => Encoding.UTF8.GetString(catalog.Read(blob))));
            Assert.NotEmpty(folder.Files());
        }

        Assert.Empty(folder.Files());
    }

    public static TheoryData<string, CatalogLimits, string> TooMuch() => new()
    {
        { "schema: s\nv: " + new string('x', 2000), CatalogLimits.Default with { MaxBlobBytes = 1000 }, "MIR2401" },
        { "{\"schema\":\"" + new string('x', 2000) + "\"}", CatalogLimits.Default with { MaxBlobBytes = 1000 }, "MIR2401" },
        { "schema: s\na: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]", CatalogLimits.Default with { MaxBlobBytes = 4000 }, "MIR2401" },
        { "schema: s\nv: " + new string('[', 50) + new string(']', 50), CatalogLimits.Default with { MaxDepth = 40 }, "MIR2401" },
        { "{\"schema\":\"s\",\"v\":" + new string('[', 50) + new string(']', 50) + "}", CatalogLimits.Default with { MaxDepth = 40 }, "MIR2401" },
        { "schema: s\n---\nschema: s\n", CatalogLimits.Default with { MaxBlobs = 1 }, "MIR2402" },
        { "schema: s\n---\nschema: s\n", CatalogLimits.Default with { MaxKeptBytes = 20 }, "MIR2402" },
    };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task Limits_hold(string text, CatalogLimits limits, string code)
    {
        using var reader = new CatalogReader("c", null, Path.GetTempPath(), limits);

        var thrown = await Assert.ThrowsAsync<MirrorException>(async () =>
        {
            await reader.AddAsync("c.yaml", new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);
            reader.Complete();
        });

        Assert.Equal(code, thrown.Diagnostics[0].Code.Id);
    }

    [Fact]
    public void Documents_are_cut_the_same_wherever_the_stream_is()
    {
        var text = TestCatalog.Latest.Replace("\n", "\r\n", StringComparison.Ordinal);
        var whole = Names(new MemoryStream(Encoding.UTF8.GetBytes(text)));

        var dribbled = Names(new DribbleStream(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(10, whole.Count);
        Assert.Equal(whole, dribbled);

        static List<string> Names(Stream stream)
        {
            using var catalog = TestCatalog.ReadAsync([("c.yaml", () => stream)]).GetAwaiter().GetResult();
            return [.. catalog.Packages.SelectMany(package => package.Bundles).Select(bundle => bundle.Name)];
        }
    }

    /// <summary>Gives seven bytes at a time.</summary>
    private sealed class DribbleStream(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(7, buffer.Length)], cancellationToken);
    }
}
