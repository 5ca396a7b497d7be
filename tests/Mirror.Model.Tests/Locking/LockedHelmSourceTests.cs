using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Testing;

namespace Mirror.Model.Tests.Locking;

public sealed class LockedHelmSourceTests
{
    private static readonly Digest Input = TestDigest.Of("input");
    private static readonly Digest Archive = TestDigest.Of("archive");
    private static readonly Digest Artifact = TestDigest.Of("artifact");
    private static readonly Digest Nginx = TestDigest.Of("nginx");
    private static readonly Digest Values = TestDigest.Of("values");

    private static LockedHelmSource Web { get; } = new()
    {
        Key = "helm/https://charts.example.com/stable",
        InputHash = Input,
        Requested = "mirrorChart",
        Platforms = [new Platform("linux", "amd64")],
        ValuesFiles = new SortedDictionary<string, Digest>(StringComparer.Ordinal) { ["values/prod.yaml"] = Values },
        Blocked = ["docker.io/library/busybox:1"],
        Charts =
        [
            Chart("web", "1.10.0"),
            Chart("web", "1.9.0"),
            Chart("app", "2.0.0+x") with
            {
                Artifact = new LockedChartArtifact(Artifact, 900, new TargetName("charts/app", "2.0.0_x")),
                Images =
                [
                    new LockedChartImage(ImageReference.Parse("nginx:1.25"), Locked("docker.io/library/nginx", Nginx), ["app/templates/a.yaml: .spec.containers[0].image", "app/templates/b.yaml: .spec.containers[0].image"]),
                    new LockedChartImage(ImageReference.Parse($"quay.io/a/b@{Nginx}"), Locked("quay.io/a/b", Nginx), ["app/templates/a.yaml: .spec.initContainers[0].image"]),
                ],
            },
        ],
    };

    private static LockedChart Chart(string name, string version) =>
        new(name, version, new LockedChartArchive(new ChartUrl(new Uri($"https://charts.example.com/stable/{name}-{version}.tgz")), Archive, 120));

    private static LockedImage Locked(string name, Digest digest) => new(ImageReference.Parse($"{name}@{digest}"), 50);

    private static LockedHelmSource FromRegistry { get; } = Web with
    {
        Key = "helm/oci://quay.io/charts/app",
        Requested = "",
        Platforms = [],
        Blocked = [],
        ValuesFiles = new SortedDictionary<string, Digest>(),
        Charts = [Chart("app", "1.0.0") with { Archive = new LockedChartArchive(new ChartImage(ImageReference.Parse($"quay.io/charts/app@{Artifact}")), Archive, 120) }],
    };

    private static LockedHelmSource Local { get; } = FromRegistry with
    {
        Key = "helm/local/charts/app",
        Charts = [Chart("app", "1.0.0") with { Archive = new LockedChartArchive(new ChartPath("charts/app"), Archive, 120) }],
    };

    private static LockFile Sample { get; } = LockFile.Empty.With([Web, FromRegistry, Local]);

    private static string Text => Encoding.UTF8.GetString(LockFileWriter.Write(Sample));

    [Fact]
    public void Charts_stand_by_name_and_version_with_a_line_for_each_image()
    {
        Assert.Equal(
            $$"""
            {
              "lockVersion": 1,
              "resolverVersion": 1,
              "sources": {
                "helm/https://charts.example.com/stable": {
                  "inputHash": "{{Input}}",
                  "requested": "mirrorChart",
                  "blocked": ["docker.io/library/busybox:1"],
                  "platforms": ["linux/amd64"],
                  "valuesFiles": {
                    "values/prod.yaml": "{{Values}}"
                  },
                  "charts": {
                    "app:2.0.0+x": {
                      "archive": {"url": "https://charts.example.com/stable/app-2.0.0+x.tgz", "digest": "{{Archive}}", "size": 120},
                      "derived": {"artifact": "{{Artifact}}", "size": 900, "target": "charts/app:2.0.0_x"},
                      "images": {
                        "docker.io/library/nginx:1.25": {"image": "docker.io/library/nginx@{{Nginx}}", "size": 50, "because": ["app/templates/a.yaml: .spec.containers[0].image", "app/templates/b.yaml: .spec.containers[0].image"]},
                        "quay.io/a/b@{{Nginx}}": {"image": "quay.io/a/b@{{Nginx}}", "size": 50, "because": ["app/templates/a.yaml: .spec.initContainers[0].image"]}
                      }
                    },
                    "web:1.9.0": {
                      "archive": {"url": "https://charts.example.com/stable/web-1.9.0.tgz", "digest": "{{Archive}}", "size": 120},
                      "images": {}
                    },
                    "web:1.10.0": {
                      "archive": {"url": "https://charts.example.com/stable/web-1.10.0.tgz", "digest": "{{Archive}}", "size": 120},
                      "images": {}
                    }
                  }
                },
                "helm/local/charts/app": {
                  "inputHash": "{{Input}}",
                  "requested": "",
                  "charts": {
                    "app:1.0.0": {
                      "archive": {"path": "charts/app", "digest": "{{Archive}}", "size": 120},
                      "images": {}
                    }
                  }
                },
                "helm/oci://quay.io/charts/app": {
                  "inputHash": "{{Input}}",
                  "requested": "",
                  "charts": {
                    "app:1.0.0": {
                      "archive": {"image": "quay.io/charts/app@{{Artifact}}", "digest": "{{Archive}}", "size": 120},
                      "images": {}
                    }
                  }
                }
              }
            }

            """,
            Text);
    }

    [Fact]
    public void Written_lock_is_read_back_and_written_the_same()
    {
        var read = LockFileReader.Read(LockFileWriter.Write(Sample), "mirror.lock.json");

        Assert.Equal(Text, Encoding.UTF8.GetString(LockFileWriter.Write(read)));
        Assert.Equal(5, read.Sources[Web.Key].Span!.Line);
    }

    [Fact]
    public void Chart_and_its_images_are_planned_and_the_chart_waits_for_them()
    {
        var images = Web.Images().ToList();

        Assert.Equal(["library/nginx:1.25", $"a/b:sha256-{Nginx.Hex}", "charts/app:2.0.0_x"], images.Select(image => image.Target.ToString()));
        var chart = images[^1];
        Assert.Equal(ImageKind.HelmChart, chart.Kind);
        Assert.True(chart.IsBuilt);
        Assert.Equal(Artifact, chart.Digest);
        Assert.Equal(images.Take(2).Select(image => image.Target), chart.Requires);
        Assert.Equal("helm/https://charts.example.com/stable, chart app:2.0.0+x, app/templates/a.yaml: .spec.containers[0].image", images[0].Because);
        Assert.All(images.Take(2), image => Assert.Equal([new Platform("linux", "amd64")], image.Platforms));
        Assert.Empty(chart.Platforms);
    }

    [Fact]
    public void Chart_of_a_registry_is_copied_as_it_is()
    {
        var locked = FromRegistry.Charts[0] with { Artifact = new LockedChartArtifact(Artifact, 900, new TargetName("charts/app", "1.0.0")) };

        var chart = Assert.Single((FromRegistry with { Charts = [locked] }).Images());

        Assert.False(chart.IsBuilt);
        Assert.Equal($"quay.io/charts/app@{Artifact}", chart.Source.ToString());
        Assert.Equal("quay.io/charts/app:1.0.0", chart.Origin.ToString());
    }

    [Fact]
    public void Every_truncation_is_refused_with_a_place()
    {
        var bytes = LockFileWriter.Write(Sample);
        for (var length = 0; length < bytes.Length - 2; length += 7)
        {
            var failure = Assert.Throws<MirrorException>(() => LockFileReader.Read(bytes[..length], "mirror.lock.json"));

            Assert.True(failure.Diagnostics[0].Span is { Line: > 0, Column: > 0 }, $"cut at {length}: {failure.Message}");
        }
    }

    [Theory]
    [InlineData("\"app:2.0.0+x\": {", "\"app\": {", "'app' is not 'chart:version'")]
    [InlineData("\"url\": \"https://charts.example.com/stable/web-1.9.0.tgz\"", "\"url\": \"ftp://charts.example.com/web.tgz\"", "is not an http or https address")]
    [InlineData("\"url\": \"https://charts.example.com/stable/web-1.9.0.tgz\"", "\"url\": \"https://u:p@charts.example.com/web.tgz\"", "is not an http or https address")]
    [InlineData("\"url\": \"https://charts.example.com/stable/web-1.9.0.tgz\", ", "", "'url' is missing")]
    [InlineData("\"url\": \"https://charts.example.com/stable/web-1.9.0.tgz\"", "\"url\": \"https://charts.example.com/web.tgz\", \"path\": \"x\"", "'url' is not known here")]
    [InlineData("\"docker.io/library/nginx:1.25\": {", "\"docker.io/library/httpd:1.25\": {", "is not an image that 'docker.io/library/httpd:1.25' can mean")]
    [InlineData("\"docker.io/library/nginx:1.25\": {", "\"docker.io/library/nginx\": {", "is not an image reference")]
    [InlineData("\"because\": [\"app/templates/a.yaml: .spec.initContainers[0].image\"]", "\"because\": []", "'because' is empty")]
    [InlineData("\"target\": \"charts/app:2.0.0_x\"", "\"target\": \"../app:1\"", "is not 'repository:tag'")]
    [InlineData("\"platforms\": [\"linux/amd64\"]", "\"platforms\": [\"linux\"]", "is not a platform")]
    [InlineData("\"values/prod.yaml\": \"sha256:", "\"values/prod.yaml\": \"sha255:", "is not a digest")]
    [InlineData("\"images\": {}\n", "\"images\": {}, \"more\": 1\n", "'more' is not known here")]
    [InlineData("\"requested\": \"mirrorChart\",", "\"requested\": \"mirrorChart\", \"more\": 1,", "'more' is not known here")]
    public void Wrong_entry_is_refused(string old, string wrong, string problem)
    {
        var changed = Text.Replace(old, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Text, changed);

        var failure = Assert.Throws<MirrorException>(() => LockFileReader.Read(Encoding.UTF8.GetBytes(changed), "mirror.lock.json"));

        Assert.Equal("MIR2001", failure.Diagnostics[0].Code.Id);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Diagnostics[0].Span);
    }

    [Fact]
    public void Image_by_tag_is_refused()
    {
        var text = Text.Replace($"docker.io/library/nginx@{Nginx}", "docker.io/library/nginx:1.25", StringComparison.Ordinal);

        var failure = Assert.Throws<MirrorException>(() => LockFileReader.Read(Encoding.UTF8.GetBytes(text), "mirror.lock.json"));

        Assert.Equal("MIR2003", failure.Diagnostics[0].Code.Id);
    }
}
