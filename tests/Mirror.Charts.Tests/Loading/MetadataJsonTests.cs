using System.Text;
using System.Text.Json;
using Mirror.Charts.Loading;

namespace Mirror.Charts.Tests.Loading;

public sealed class MetadataJsonTests
{
    [Fact]
    public void Fields_that_Helm_has_are_written_in_its_types()
    {
        var chart = new ChartFiles(chartYaml: """
            kubeVersion: ">=1.25"
            keywords: [web, 1.5]
            deprecated: true
            annotations:
              answer: 42
              tree: {a: b}
            maintainers:
            - {name: Ada, email: ada@example.com, phone: 1}
            dependencies:
            - {name: sub, version: 1.x.x, repository: "", condition: sub.enabled, tags: [front]}
            nonsense: true
            """).Load();

        Assert.Equal(
            string.Concat(
                """{"name":"demo","version":"1.2.3","apiVersion":"v2","appVersion":"4.5","kubeVersion":"\u003E=1.25","keywords":["web","1.5"],""",
                """ "maintainers":[{"name":"Ada","email":"ada@example.com"}],"deprecated":true,"annotations":{"answer":"42"},""".TrimStart(),
                """ "dependencies":[{"name":"sub","version":"1.x.x","condition":"sub.enabled","tags":["front"]}]}""".TrimStart()),
            Encoding.UTF8.GetString(chart.Metadata.ToJson()));
    }

    [Fact]
    public void Every_shared_chart_gives_json()
    {
        SharedCharts.Require();
        foreach (var name in SharedCharts.Names)
        {
            var chart = SharedCharts.Load(name);

            using var json = JsonDocument.Parse(chart.Metadata.ToJson());

            Assert.Equal(chart.Name, json.RootElement.GetProperty("name").GetString());
        }
    }

    [Fact]
    public void Files_of_a_folder_are_those_that_helmignore_leaves()
    {
        using var folder = new Testing.TempFolder();
        folder.WriteFile("demo/Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.0.0\n");
        folder.WriteFile("demo/templates/b.yaml", "b");
        folder.WriteFile("demo/templates/a.yaml", "a");
        folder.WriteFile("demo/notes.bak", "x");
        folder.WriteFile("demo/.helmignore", "*.bak\n");

        var files = Chart.FilesOf(folder.Combine("demo"), new ChartLimits());

        Assert.Equal([".helmignore", "Chart.yaml", "templates/a.yaml", "templates/b.yaml"], files.Select(file => file.Path));
    }
}
