using Mirror.Charts.Loading;

namespace Mirror.Charts.Tests.Loading;

public sealed class ChartLoadingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mirror-charts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Folder_and_archive_of_the_same_chart_are_the_same()
    {
        Write("Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.2.3\n");
        Write("templates/a.yaml", "a: b");
        Write("files/x.txt", "text");

        var chart = Chart.Load(_folder, new ChartLimits());

        Assert.Equal(("demo", "1.2.3"), (chart.Name, chart.Metadata.Version));
        Assert.Equal(["templates/a.yaml"], chart.Templates.Select(file => file.Path));
        Assert.Equal(["files/x.txt"], chart.Files.Select(file => file.Path));
    }

    [Fact]
    public void Ignored_files_are_not_part_of_a_folder()
    {
        Write("Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.2.3\n");
        Write(".helmignore", "# comment\n*.bak\n/secret/\ndocs/*.md\n");
        foreach (var file in new[] { "a.bak", "deep/b.bak", "secret/c", "docs/d.md", "docs/kept.txt", "e.md", "templates/.hidden.yaml" })
        {
            Write(file, "");
        }

        var chart = Chart.Load(_folder, new ChartLimits());

        Assert.Equal([".helmignore", "docs/kept.txt", "e.md"], chart.Files.Select(file => file.Path));
        Assert.Empty(chart.Templates);
    }

    [Fact]
    public void Link_out_of_the_folder_is_refused_and_one_inside_is_followed()
    {
        Write("Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.2.3\n");
        Write("real.txt", "text");
        File.CreateSymbolicLink(Path.Combine(_folder, "inside.txt"), Path.Combine(_folder, "real.txt"));

        Assert.Equal(["inside.txt", "real.txt"], Chart.Load(_folder, new ChartLimits()).Files.Select(file => file.Path));

        File.CreateSymbolicLink(Path.Combine(_folder, "outside.txt"), "/etc/hostname");

        Assert.Contains("'outside.txt'", Assert.Throws<ChartException>(() => Chart.Load(_folder, new ChartLimits())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Requirements_file_of_an_old_chart_names_its_dependencies()
    {
        Write("Chart.yaml", "apiVersion: v1\nname: demo\nversion: 1.2.3\n");
        Write("requirements.yaml", "dependencies:\n- {name: x, version: 1.x, alias: \"y\", condition: a.b, tags: [t]}\n");

        var dependency = Assert.Single(Chart.Load(_folder, new ChartLimits()).Metadata.Dependencies);

        Assert.Equal(("x", "1.x", "y", "a.b", "t"), (dependency.Name, dependency.Version, dependency.EffectiveName, dependency.Condition, dependency.Tags[0]));
    }

    [Fact]
    public void Packed_sub_chart_is_read_and_hidden_ones_are_not()
    {
        Write("Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.2.3\n");
        Directory.CreateDirectory(Path.Combine(_folder, "charts"));
        File.WriteAllBytes(Path.Combine(_folder, "charts", "inner-1.2.3.tgz"), new ChartFiles("inner").Pack().ToArray());
        Write("charts/_old/Chart.yaml", "not a chart");
        Write("charts/README.md", "text");

        Assert.Equal(["inner"], Chart.Load(_folder, new ChartLimits()).Dependencies.Select(inner => inner.Name));
    }

    [Theory]
    [InlineData("name: demo\nversion: 1.2.3\napiVersion: v9\n", "apiVersion 'v9'")]
    [InlineData("apiVersion: v2\nname: ../x\nversion: 1.2.3\n", "name '../x'")]
    [InlineData("apiVersion: v2\nversion: 1.2.3\n", "name ''")]
    [InlineData("apiVersion: v2\nname: demo\nversion: abc\n", "version 'abc'")]
    [InlineData("apiVersion: v2\nname: demo\nversion: 1.2.3\ntype: odd\n", "type 'odd'")]
    [InlineData("apiVersion: [\n", "not YAML")]
    public void Bad_metadata_is_refused_with_the_reason(string metadata, string reason)
    {
        Write("Chart.yaml", metadata);

        var error = Assert.Throws<ChartException>(() => Chart.Load(_folder, new ChartLimits()));

        Assert.Equal(ChartFailure.Loading, error.Failure);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Path_without_a_chart_is_refused()
    {
        Assert.Contains("no Chart.yaml", Assert.Throws<ChartException>(() => Chart.Load(_folder, new ChartLimits())).Message, StringComparison.Ordinal);
        Assert.Contains("There is no chart at", Assert.Throws<ChartException>(() => Chart.Load(_folder + "/x", new ChartLimits())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Library_cannot_be_rendered_alone_but_helps_others()
    {
        var library = new ChartFiles("lib", "type: library").Add("templates/_l.tpl", "{{ define \"l\" }}from lib{{ end }}").Add("templates/x.yaml", "{{ fail \"never run\" }}");
        var chart = new ChartFiles().Add(library).Add("templates/a.yaml", "{{ include \"l\" . }}");

        Assert.Equal("from lib", chart.RenderFile("templates/a.yaml"));
        Assert.Equal(ChartFailure.Loading, Assert.Throws<ChartException>(() => library.Render()).Failure);
    }

    [Fact]
    public void Files_are_read_by_templates()
    {
        var chart = new ChartFiles()
            .Add("files/a.conf", "one\ntwo\n")
            .Add("files/sub/b.conf", "three")
            .Add("templates/a.yaml", """
                {{ .Files.Get "files/a.conf" | quote }} {{ len (.Files.Get "none") }} {{ range .Files.Lines "files/a.conf" }}[{{ . }}]{{ end }}
                {{ range $path, $_ := .Files.Glob "files/**.conf" }}{{ $path }} {{ end }}
                {{ range $path, $bytes := .Files.Glob "files/sub/*" }}{{ toString $bytes }} {{ len $bytes }}{{ end }}
                {{ (.Files.Glob "files/*").AsConfig }}
                {{ (.Files.Glob "files/sub/*").AsSecrets }}
                """);

        Assert.Equal(
            "\"one\\ntwo\\n\" 0 [one][two]\nfiles/a.conf files/sub/b.conf \nthree 5\na.conf: |\n  one\n  two\nb.conf: dGhyZWU=",
            chart.RenderFile("templates/a.yaml").Trim());
    }

    [Fact]
    public void Objects_of_Helm_answer()
    {
        var chart = new ChartFiles().Add("templates/a.yaml", """
            {{ .Chart.Name }} {{ .Chart.Version }} {{ .Chart.AppVersion }} {{ .Chart.IsRoot }} {{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.Revision }}
            {{ .Capabilities.KubeVersion }} {{ .Capabilities.KubeVersion.Minor }} {{ .Capabilities.APIVersions.Has "apps/v1" }} {{ .Capabilities.APIVersions.Has "x/v1" }}
            {{ .Template.Name }} {{ .Template.BasePath }} {{ .Values.AsMap.x }} {{ .Release.IsInstall }}
            """);

        Assert.Equal(
            "demo 1.2.3 4.5 true release-name default 1\nv1.31.0 31 true false\ndemo/templates/a.yaml demo/templates 1 true",
            chart.RenderFile("templates/a.yaml", "x: 1").Trim());
    }

    // Helm's own loader is tested with these; the names say what is wrong with the others.
    [Fact]
    public void Charts_of_Helms_own_tests_load_or_are_refused_with_a_reason()
    {
        SharedCharts.Require();
        var refused = new List<string>();
        var loaded = 0;
        foreach (var file in Directory.EnumerateFiles(SharedCharts.Helm("helm-own-testdata"), "Chart.yaml", SearchOption.AllDirectories))
        {
            try
            {
                Chart.Load(Path.GetDirectoryName(file)!, new ChartLimits());
                loaded++;
            }
            catch (ChartException e)
            {
                Assert.NotEmpty(e.Reason);
                refused.Add(Path.GetFileName(Path.GetDirectoryName(file)!));
            }
        }

        Assert.True(loaded > 100, $"{loaded} charts");
        Assert.Equal(
            "bad-subchart, chart-bad-requirements, chart-bad-type, chart-with-bad-subcharts, dotdotname, dotname, lib-chart, slashinname",
            string.Join(", ", refused.Distinct().Order(StringComparer.Ordinal)));
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
