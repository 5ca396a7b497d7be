namespace Mirror.Charts.Tests.Values;

public sealed class ValueMergeTests
{
    private const string Print = "{{ toYaml .Values }}";

    [Fact]
    public void Null_removes_a_default()
    {
        var chart = new ChartFiles().Add("values.yaml", "a: 1\nb:\n  c: 2\n  d: 3\n").Add("templates/a.yaml", Print);

        Assert.Equal("b:\n  d: 3", chart.RenderFile("templates/a.yaml", "a: null\nb:\n  c: null\n"));
    }

    [Fact]
    public void Null_of_a_parent_removes_the_default_of_a_sub_chart()
    {
        var inner = new ChartFiles("inner").Add("values.yaml", "probe:\n  exec: x\n  port: 1\n").Add("templates/b.yaml", "{{ toYaml .Values.probe }}");
        var chart = new ChartFiles().Add("values.yaml", "inner:\n  probe:\n    exec: null\n    http: x\n").Add(inner);

        Assert.Equal("http: x\nport: 1", chart.RenderFile("charts/inner/templates/b.yaml"));
    }

    [Fact]
    public void Value_of_a_parent_wins_over_that_of_a_sub_chart()
    {
        var inner = new ChartFiles("inner").Add("values.yaml", "image: low\nother: kept\n").Add("templates/b.yaml", "{{ .Values.image }} {{ .Values.other }}");
        var chart = new ChartFiles().Add("values.yaml", "inner:\n  image: high\n").Add(inner);

        Assert.Equal("high kept", chart.RenderFile("charts/inner/templates/b.yaml"));
        Assert.Equal("highest kept", chart.RenderFile("charts/inner/templates/b.yaml", "inner: {image: highest}"));
    }

    [Fact]
    public void Globals_reach_every_sub_chart_and_those_of_the_parent_win()
    {
        var deep = new ChartFiles("deep").Add("templates/c.yaml", "{{ .Values.global.registry }} {{ .Values.global.only.deep }}").Add("values.yaml", "global: {registry: deep, only: {deep: yes-really}}");
        var inner = new ChartFiles("inner").Add(deep);
        var chart = new ChartFiles().Add("values.yaml", "global:\n  registry: top\n").Add(inner);

        Assert.Equal("top yes-really", chart.RenderFile("charts/inner/charts/deep/templates/c.yaml"));
    }

    [Fact]
    public void Table_and_scalar_are_not_mixed()
    {
        var chart = new ChartFiles().Add("values.yaml", "a:\n  b: 1\nc: text\n").Add("templates/a.yaml", "{{ .Values.a }} {{ .Values.c }}");

        Assert.Equal("scalar map[d:2]", chart.RenderFile("templates/a.yaml", "a: scalar\nc:\n  d: 2\n"));
    }

    [Fact]
    public void Several_files_of_values_are_laid_over_each_other()
    {
        var below = Charts.Values.ChartValues.Parse("a: {x: 1, z: 2}\nb: [1, 2]", "one.yaml");
        var above = Charts.Values.ChartValues.Parse("a: {z: 3}\nb: [4]", "two.yaml");
        var chart = new ChartFiles().Add("templates/a.yaml", Print).Load();

        var rendered = Charts.Rendering.ChartRenderer.Render(
            chart,
            new Charts.Rendering.RenderOptions { Values = below.MergedWith(above) },
            TestContext.Current.CancellationToken);

        Assert.Equal("a:\n  x: 1\n  z: 3\nb:\n- 4", rendered.Files[0].Text);
    }

    [Fact]
    public void Condition_wins_over_tags_and_tags_switch_groups()
    {
        const string dependencies = """
            dependencies:
            - {name: one, version: "1.x", condition: "one.enabled,global.one"}
            - {name: two, version: "^1.0.0", tags: [group]}
            - {name: three, version: ">=1", tags: [group], condition: three.enabled}
            """;
        var chart = new ChartFiles("demo", dependencies);
        foreach (var name in new[] { "one", "two", "three" })
        {
            chart.Add(new ChartFiles(name).Add("templates/x.yaml", "x: y"));
        }

        string Enabled(string values) => string.Join(' ', chart.Render(values).Files.Select(file => file.Path.Split('/')[2]));

        Assert.Equal("one three two", Enabled(""));
        Assert.Equal("three two", Enabled("one: {enabled: false}"));
        Assert.Equal("three two", Enabled("global: {one: false}"));
        Assert.Equal("one", Enabled("tags: {group: false}"));
        Assert.Equal("one three", Enabled("tags: {group: false}\nthree: {enabled: true}"));
    }

    [Fact]
    public void Alias_gives_a_chart_a_second_name_with_its_own_values()
    {
        const string dependencies = """
            dependencies:
            - {name: inner, version: "1.2.3"}
            - {name: inner, version: "1.2.3", alias: second}
            """;
        var inner = new ChartFiles("inner").Add("values.yaml", "v: default").Add("templates/x.yaml", "{{ .Chart.Name }} {{ .Values.v }}");
        var chart = new ChartFiles("demo", dependencies).Add("values.yaml", "second: {v: special}").Add(inner);

        var texts = chart.Render().Files.Select(file => file.Text);

        Assert.Equal(["inner default", "second special"], texts);
    }

    [Fact]
    public void Imported_values_come_under_what_the_parent_says_itself()
    {
        const string dependencies = """
            dependencies:
            - name: inner
              version: "1.2.3"
              import-values:
              - data
              - {child: settings.deep, parent: taken.here}
            """;
        var inner = new ChartFiles("inner").Add("values.yaml", "exports: {data: {port: 80, host: low}}\nsettings: {deep: {x: 1}}");
        var chart = new ChartFiles("demo", dependencies).Add("values.yaml", "host: own").Add(inner)
            .Add("templates/a.yaml", "{{ .Values.port }} {{ .Values.host }} {{ .Values.taken.here.x }}");

        Assert.Equal("80 own 1", chart.RenderFile("templates/a.yaml"));
    }

    [Fact]
    public void Missing_dependency_is_named()
    {
        var chart = new ChartFiles("demo", "dependencies:\n- {name: absent, version: 1.x}\n");

        var error = Assert.Throws<ChartException>(() => chart.Render());

        Assert.Equal(ChartFailure.Loading, error.Failure);
        Assert.Contains("'absent'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Definition_of_a_parent_replaces_that_of_a_sub_chart()
    {
        var inner = new ChartFiles("inner").Add("templates/_h.tpl", "{{ define \"name\" }}inner{{ end }}").Add("templates/x.yaml", "{{ include \"name\" . }}");
        var chart = new ChartFiles().Add(inner).Add("templates/_h.tpl", "{{ define \"name\" }}outer{{ end }}");

        Assert.Equal("outer", chart.RenderFile("charts/inner/templates/x.yaml"));
    }
}
