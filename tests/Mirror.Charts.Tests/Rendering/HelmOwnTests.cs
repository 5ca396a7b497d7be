using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mirror.Charts.Loading;
using Mirror.Charts.Rendering;
using Mirror.Charts.Values;

namespace Mirror.Charts.Tests.Rendering;

/// <summary>Helm's own tests of <c>helm template</c>, by their command lines.</summary>
public sealed partial class HelmOwnTests
{
    // What these are about is not templates.
    private static readonly Dictionary<string, string> _notApplicable = new(StringComparer.Ordinal)
    {
        ["template"] = "a command line without a chart",
    };

    // Helm 4 lets nulls of values hide nothing in sub-charts any more; the golden charts are of Helm 3.
    private const string Helm4Nulls = "issue-9027";

    public static TheoryData<string, string, string, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, string, string, bool>();
            var file = SharedCharts.Helm("helm-own-testdata", "CASES.json");
            if (!File.Exists(file))
            {
                data.Add("", "", "", false);
                return data;
            }

            using var cases = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var version in cases.RootElement.EnumerateObject())
            {
                var folder = $"{version.Name}/{version.Value.GetProperty("base").GetString()}";
                foreach (var entry in version.Value.GetProperty("cases").EnumerateArray())
                {
                    var command = entry.GetProperty("command").GetString()!;
                    if (command.StartsWith("template", StringComparison.Ordinal) && !_notApplicable.ContainsKey(command)
                        && !(version.Name.StartsWith("helm4", StringComparison.Ordinal) && command.Contains(Helm4Nulls, StringComparison.Ordinal)))
                    {
                        data.Add(folder, command, entry.GetProperty("golden").GetString()!, entry.GetProperty("wantError").GetBoolean());
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Helm_template_writes_what_its_own_tests_expect(string folder, string command, string golden, bool isError)
    {
        SharedCharts.Require();
        var root = SharedCharts.Helm("helm-own-testdata", folder);
        var arguments = Arguments.Parse(command, root);

        if (isError)
        {
            Assert.Throws<ChartException>(() => Run(arguments));
            return;
        }

        Assert.Equal(Normalize(File.ReadAllText(Path.Combine(root, golden))), Normalize(Run(arguments)));
    }

    // Helm 4 keeps the blank lines at the end of a document.
    private static string Normalize(string text) => BlankLines().Replace(text.Trim(), "\n---\n");

    private static string Run(Arguments arguments)
    {
        var chart = Chart.Load(arguments.Chart, new ChartLimits());
        var capabilities = KubernetesCapabilities.Default.WithKubeVersion(arguments.KubeVersion).WithApiVersions(arguments.ApiVersions);
        var rendered = ChartRenderer.Render(
            chart,
            new RenderOptions { ReleaseName = arguments.ReleaseName, Values = arguments.Values, Capabilities = capabilities },
            TestContext.Current.CancellationToken);
        return Print(rendered, arguments);
    }

    private static string Print(RenderedChart rendered, Arguments arguments)
    {
        var documents = rendered.Documents.Where(document => (arguments.IncludesCrds || !document.IsCrd) && (!arguments.SkipsTests || !document.IsHook)).ToList();
        if (arguments.Shown.Count > 0)
        {
            // In the order they are asked for.
            documents = [.. arguments.Shown.SelectMany(glob => documents.Where(document => Glob.ToRegex($"{rendered.Chart}/{glob}").IsMatch(document.File)))];
        }

        return string.Concat(documents.Select(document => $"---\n# Source: {document.File}\n{document.Text}\n"));
    }

    [GeneratedRegex(@"\s*\n---\n")]
    private static partial Regex BlankLines();

    private sealed partial record Arguments
    {
        public string Chart { get; private set; } = "";

        public string ReleaseName { get; private set; } = "release-name";

        // What Helm's tests take for a cluster.
        public string KubeVersion { get; private set; } = "v1.20.0";

        public List<string> ApiVersions { get; } = [];

        public List<string> Shown { get; } = [];

        public bool IncludesCrds { get; private set; }

        public bool SkipsTests { get; private set; }

        public ChartValues Values { get; private set; } = ChartValues.Empty;

        public static Arguments Parse(string command, string root)
        {
            var arguments = new Arguments();
            var words = Word().Matches(command).Select(match => match.Value.Replace("'", "", StringComparison.Ordinal)).Skip(1).ToList();
            for (var i = 0; i < words.Count; i++)
            {
                var (name, value) = words[i].Split('=', 2) is [var option, var given] && option.StartsWith("--name", StringComparison.Ordinal)
                    ? (option, given)
                    : (words[i], "");
                switch (name)
                {
                    case "--set":
                        arguments.Values = arguments.Values.MergedWith(Set(words[++i]));
                        break;
                    case "--values" or "-f":
                        arguments.Values = arguments.Values.MergedWith(ChartValues.Parse(File.ReadAllText(FilePath(root, words[++i])), words[i]));
                        break;
                    case "--name-template":
                        arguments.ReleaseName = Snippet.Render(value);
                        break;
                    case "--kube-version":
                        arguments.KubeVersion = words[++i];
                        break;
                    case "--api-versions":
                        arguments.ApiVersions.AddRange(words[++i].Split(','));
                        break;
                    case "--show-only":
                        arguments.Shown.Add(words[++i]);
                        break;
                    case "--include-crds":
                        arguments.IncludesCrds = true;
                        break;
                    case "--skip-tests":
                        arguments.SkipsTests = true;
                        break;
                    case "--debug":
                        break;
                    default:
                        arguments.Chart = FilePath(root, name);
                        break;
                }
            }

            return arguments;
        }

        private static string FilePath(string root, string path) => Path.Combine(Path.GetDirectoryName(root)!, path);

        private static ChartValues Set(string assignment)
        {
            var parts = assignment.Split('=', 2);
            var keys = parts[0].Split('.');
            var yaml = new StringBuilder();
            for (var i = 0; i < keys.Length; i++)
            {
                yaml.Append(' ', i * 2).Append(keys[i]).Append(i == keys.Length - 1 ? $": {parts[1]}\n" : ":\n");
            }

            return ChartValues.Parse(yaml.ToString(), "--set");
        }

        [GeneratedRegex("""(?:[^\s']|'[^']*')+""")]
        private static partial Regex Word();
    }
}
