using Mirror.Testing;
using Mirror.Yaml.Kubernetes;
using YamlDotNet.RepresentationModel;

namespace Mirror.Yaml.Tests.Kubernetes;

public sealed class KubernetesYamlTests
{
    public static TheoryData<string> NastyTexts { get; } = new(
        "", " ", "a", " leading", "trailing ", "yes", "No", "y", "N", "on", "OFF", "true", "False", "null", "~", "NULL", "1", "-1", "+1", "1.0", ".5", "1.",
        "0x1f", "0o17", "017", "0b1", "1e3", "1_000", ".inf", "-.INF", ".nan", "1:30", "12:30:45.5", "2026-08-21", "2026-08-21T12:41:51Z",
        "2026-1-1 10:00:00", "4.20", "4.20.9", "v4.20", "a: b", "a:", ":a", "a:b", ": a", "- a", "-", "-a", "--- a", "---", "...", "?", "? a", "?a", "#a",
        "a #b", "a#b", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a", "'a'", "it's", "it's: x", "\"a\"", "a\"b", "[a]", "{a}", "a, b", ",a", "]", "}", "a]b",
        "<<", "=", "\\", "a\\b", "two\nlines", "end\n", "ends\n\n", "\n", "\n\n", "\nfirst empty", " indented\nline", "\ttab", "a\tb", "a\n\n  b\n c\n",
        "a\n \nb", "x\n# no comment", "--- x\n--- y", "a\n---\nb", "carriage\r\nreturn", "a\rb", "\0", "\u0007bell", "\u0085", "\u00A0", "\u2028", "\uFEFF", "grün", "鏡",
        "😀", "a😀\nb", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "registry.example.com:8443/ocp/ubi8",
        "trailing space \nline", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");

    [Theory]
    [MemberData(nameof(NastyTexts))]
    public void Text_is_read_back_as_the_same_text(string value)
    {
        var document = new KubernetesMap
        {
            ["map"] = new KubernetesMap { ["a"] = value, ["b"] = "next" },
            ["list"] = new KubernetesList([value, "next"]),
            ["nested"] = new KubernetesList([new KubernetesList([value]), new KubernetesMap { ["k"] = value, ["l"] = "next" }]),
            [value] = "as key",
        };

        var text = KubernetesYaml.Write([document, value]);

        var stream = Parse(text);
        Assert.Equal(2, stream.Documents.Count);
        AssertSame(document, stream.Documents[0].RootNode);
        AssertSame(value, stream.Documents[1].RootNode);
        Assert.DoesNotContain('\r', text);
    }

    [Theory]
    [InlineData("registry.example.com:8443/ocp", "registry.example.com:8443/ocp")]
    [InlineData("sha256:00", "sha256:00")]
    [InlineData("4.20.9", "4.20.9")]
    [InlineData("oc-mirror v2", "oc-mirror v2")]
    [InlineData("4.20", "\"4.20\"")]
    [InlineData("2026-08-21T12:41:51Z", "\"2026-08-21T12:41:51Z\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("", "\"\"")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("*", "'*'")]
    [InlineData("a\nb\n", "|\n  a\n  b")]
    [InlineData("a\nb", "|-\n  a\n  b")]
    public void Quotes_are_written_only_where_they_are_needed(string value, string written) =>
        Assert.Equal($"---\nkey: {written}\n", KubernetesYaml.Write(new KubernetesMap { ["key"] = value }));

    [Fact]
    public void Numbers_booleans_and_empty_collections_are_written_as_what_they_are()
    {
        var document = new KubernetesMap { ["z"] = 5L, ["y"] = true, ["x"] = false, ["w"] = new KubernetesMap(), ["v"] = new KubernetesList(Array.Empty<string>()) }
            .Add("u", null)
            .Add("t", -1L);

        Assert.Equal("---\nt: -1\nv: []\nw: {}\nx: false\n\"y\": true\nz: 5\n", KubernetesYaml.Write(document));
    }

    [Fact]
    public void Nothing_is_written_for_no_documents() => Assert.Equal("", KubernetesYaml.Write([]));

    [Fact]
    public void Mirror_sets_look_as_those_of_the_cluster()
    {
        var sets = new[] { ("ImageDigestMirrorSet", "imageDigestMirrors"), ("ImageTagMirrorSet", "imageTagMirrors") }.Select(kind => new KubernetesMap
        {
            ["spec"] = new KubernetesMap
            {
                [kind.Item2] = new KubernetesList(
                [
                    new KubernetesMap
                    {
                        ["source"] = "quay.io/openshift-release-dev/ocp-release",
                        ["mirrors"] = new KubernetesList(["registry.example.com:8443/ocp/openshift/release-images"]),
                    },
                    new KubernetesMap
                    {
                        ["source"] = "registry.redhat.io",
                        ["mirrors"] = new KubernetesList(["registry.example.com:8443/ocp", "other.example.com"]),
                    },
                ]),
            },
            ["metadata"] = new KubernetesMap
            {
                ["name"] = "release-0",
                ["annotations"] = new KubernetesMap { ["createdBy"] = "mirror", ["version"] = "1.0" },
            },
            ["kind"] = kind.Item1,
            ["apiVersion"] = "config.openshift.io/v1",
        });

        Approval.Verify(KubernetesYaml.Write(sets), "yaml");
    }

    [Fact]
    public void Real_resources_are_written_as_they_were_found()
    {
        var folder = TestData.PathOf("resources", "wild");
        var rewritten = 0;

        foreach (var file in Directory.EnumerateFiles(folder, "i?ms*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            // One of them was saved with an empty line at its end.
            var text = File.ReadAllText(file).TrimEnd('\n') + "\n";
            var expected = text.StartsWith("---\n", StringComparison.Ordinal) ? text : "---\n" + text;

            var written = KubernetesYaml.Write(Parse(text).Documents.Select(document => FromYaml(document.RootNode)));

            Assert.True(written == expected, $"'{file}' was rewritten as:\n{written}");
            rewritten++;
        }

        Assert.NotEqual(0, rewritten);
    }

    private static YamlStream Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream;
    }

    private static KubernetesNode FromYaml(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                var map = new KubernetesMap();
                foreach (var (key, value) in mapping)
                {
                    map[((YamlScalarNode)key).Value!] = FromYaml(value);
                }

                return map;
            case YamlSequenceNode sequence:
                return new KubernetesList(sequence.Select(FromYaml));
            default:
                return ((YamlScalarNode)node).Value!;
        }
    }

    private static void AssertSame(KubernetesNode expected, YamlNode actual)
    {
        switch (expected)
        {
            case KubernetesMap map:
                var mapping = Assert.IsType<YamlMappingNode>(actual);
                Assert.Equal(map.Select(entry => entry.Key), mapping.Children.Keys.Select(key => ((YamlScalarNode)key).Value));
                Assert.All(map.Zip(mapping), pair => AssertSame(pair.First.Value, pair.Second.Value));
                break;
            case KubernetesList list:
                var sequence = Assert.IsType<YamlSequenceNode>(actual);
                Assert.Equal(list.Items.Count, sequence.Children.Count);
                Assert.All(list.Items.Zip(sequence), pair => AssertSame(pair.First, pair.Second));
                break;
            default:
                Assert.Equal(Assert.IsType<KubernetesText>(expected).Value, Assert.IsType<YamlScalarNode>(actual).Value);
                break;
        }
    }
}
