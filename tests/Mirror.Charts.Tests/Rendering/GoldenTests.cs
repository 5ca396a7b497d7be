using System.Buffers;
using System.Text;
using Mirror.Charts.Rendering;

namespace Mirror.Charts.Tests.Rendering;

public sealed class GoldenTests
{
    private static readonly SearchValues<char> _delimiters = SearchValues.Create([' ', '"', '-', ':', '.', ',']);

    /// <summary>Why the text of these six is not Helm's: what they make at random, and every place where it ends up.</summary>
    private static readonly (string Chart, string Reason, string[] Places)[] _random =
    [
        ("bitnami/nginx-22.1.1", "a certificate and its authority, by genCA and genSignedCert",
            [
                "nginx/templates/tls-secret.yaml#0.data.ca.crt",
                "nginx/templates/tls-secret.yaml#0.data.tls.crt",
                "nginx/templates/tls-secret.yaml#0.data.tls.key",
            ]),
        ("bitnami/postgresql-17.1.0", "a password, by randAlphaNum", ["postgresql/templates/secrets.yaml#0.data.postgres-password"]),
        ("bitnami/redis-23.1.1", "a password, by randAlphaNum, and the checksum of its secret",
            [
                "redis/templates/master/application.yaml#0.spec.template.metadata.annotations.checksum/secret",
                "redis/templates/replicas/application.yaml#0.spec.template.metadata.annotations.checksum/secret",
                "redis/templates/secret.yaml#0.data.redis-password",
            ]),
        ("packaged-in-oc-mirror/my-chart-with-subchart-alias-0.1.0", "passwords, by randAlphaNum",
            [
                "my-chart-with-subchart-alias/charts/upstream/charts/postgresql/templates/secrets.yaml#0.data.password",
                "my-chart-with-subchart-alias/charts/upstream/charts/postgresql/templates/secrets.yaml#0.data.postgres-password",
            ]),
        ("packaged-in-oc-mirror/podinfo-5.0.0", "names of test pods, by randAlphaNum",
            [
                "podinfo/templates/tests/grpc.yaml#0.metadata.name",
                "podinfo/templates/tests/jwt.yaml#0.metadata.name",
                "podinfo/templates/tests/service.yaml#0.metadata.name",
            ]),
        ("packaged-in-oc-mirror/podinfo-6.0.0", "names of test pods, by randAlphaNum",
            [
                "podinfo/templates/tests/grpc.yaml#0.metadata.name",
                "podinfo/templates/tests/jwt.yaml#0.metadata.name",
                "podinfo/templates/tests/service.yaml#0.metadata.name",
            ]),
    ];

    public static TheoryData<string> Charts => SharedCharts.All;

    // A line or a value is random when two renderings with different seeds differ in it; only there may Helm's differ as well.
    [Theory]
    [MemberData(nameof(Charts))]
    public void Chart_renders_to_the_text_that_Helm_makes_but_for_random_values(string name)
    {
        var (one, two) = RenderTwice(name);

        var expected = SharedCharts.Golden(name).Split('\n');
        var (first, second) = (Print(one.Files).Split('\n'), Print(two.Files).Split('\n'));

        Assert.Equal(first.Length, second.Length);
        Assert.Equal(first.Length, expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(Mask(first[i], first[i], second[i]), Mask(expected[i], first[i], second[i]));
        }
    }

    [Theory]
    [MemberData(nameof(Charts))]
    public void Chart_renders_to_the_documents_that_Helm_makes_but_for_random_values(string name)
    {
        var (one, two) = RenderTwice(name);

        var expected = Flatten(SplitGolden(SharedCharts.Golden(name)));
        var (first, second) = (Flatten(one.Files), Flatten(two.Files));

        Assert.Equal(first.Keys, expected.Keys);
        Assert.Equal(first.Keys, second.Keys);
        foreach (var (path, value) in expected.Where(leaf => first[leaf.Key] == second[leaf.Key]))
        {
            Assert.Equal($"{path} = {value}", $"{path} = {first[path]}");
        }
    }

    [Fact]
    public void Charts_that_are_not_listed_have_the_very_text_that_Helm_makes()
    {
        SharedCharts.Require();

        var different = SharedCharts.Names.Where(name => Print(Render(name, new SeededChartRandom(1)).Files) != SharedCharts.Golden(name));

        Assert.Equal(_random.Select(listed => listed.Chart), different);
    }

    [Fact]
    public void Charts_that_are_listed_differ_only_where_their_random_values_are()
    {
        SharedCharts.Require();
        foreach (var (chart, reason, places) in _random)
        {
            var (one, two) = RenderTwice(chart);
            var (expected, first, second) = (Flatten(SplitGolden(SharedCharts.Golden(chart))), Flatten(one.Files), Flatten(two.Files));

            Assert.Equal((chart, reason, string.Join('\n', places)), (chart, reason, Different(expected, first)));
            Assert.Equal((chart, reason, string.Join('\n', places)), (chart, reason, Different(first, second)));
        }

        static string Different(SortedDictionary<string, string> one, SortedDictionary<string, string> other) =>
            string.Join('\n', one.Where(leaf => other[leaf.Key] != leaf.Value).Select(leaf => leaf.Key));
    }

    private static (RenderedChart First, RenderedChart Second) RenderTwice(string name)
    {
        SharedCharts.Require();
        using var one = new FreshKeysRandom(1);
        using var two = new FreshKeysRandom(2);
        return (Render(name, one), Render(name, two));
    }

    private static RenderedChart Render(string name, IChartRandom random) => ChartRenderer.Render(
        SharedCharts.Load(name),
        new RenderOptions { Random = random, Capabilities = KubernetesCapabilities.Default with { HelmVersion = "v3.13" } },
        TestContext.Current.CancellationToken);

    // What stands before and after the random part still counts.
    private static string Mask(string line, string first, string second)
    {
        if (first == second)
        {
            return line;
        }

        var before = first.Zip(second).TakeWhile(pair => pair.First == pair.Second).Count();
        var start = first.AsSpan(0, Math.Min(Math.Max(before - 1, 0) + 1, first.Length)).LastIndexOfAny(_delimiters) + 1;
        var after = first.Reverse().Zip(second.Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        var common = first[Math.Max(first.Length - after, start)..];
        var end = common.AsSpan().IndexOfAny(_delimiters) is >= 0 and var index ? common[index..] : "";
        var rest = line[Math.Min(start, line.Length)..];
        return line[..Math.Min(start, line.Length)] + "(random)" + rest[Math.Max(rest.Length - end.Length, 0)..];
    }

    private static string Print(IEnumerable<RenderedFile> files)
    {
        var text = new StringBuilder();
        foreach (var file in files.Where(file => !string.IsNullOrWhiteSpace(file.Text)))
        {
            text.Append("---\n# Source: ").Append(file.Path).Append('\n').Append(file.Text).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<RenderedFile> SplitGolden(string golden)
    {
        const string marker = "---\n# Source: ";
        foreach (var part in ("\n" + golden).Split("\n" + marker).Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            yield return new RenderedFile(part[..end], part[(end + 1)..]);
        }
    }

    private static SortedDictionary<string, string> Flatten(IEnumerable<RenderedFile> files)
    {
        var leaves = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var document in ManifestSplitter.Split("test", file.Path, file.Text, isCrd: false))
            {
                Leaves.Add(leaves, $"{file.Path}#{document.Index}", document.Content);
            }
        }

        return leaves;
    }
}
