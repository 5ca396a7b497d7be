using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Mirror.Charts.Loading;
using Mirror.Charts.Rendering;

namespace Mirror.Charts.Tests.Rendering;

public sealed class HostileChartTests
{
    [Theory]
    [InlineData("endless include", "{{ define \"a\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}")]
    [InlineData("endless template", "{{ define \"a\" }}{{ template \"a\" . }}{{ end }}{{ template \"a\" . }}")]
    [InlineData("endless tpl", "{{ define \"a\" }}{{ tpl \"{{ include \\\"a\\\" . }}\" . }}{{ end }}{{ include \"a\" . }}")]
    [InlineData("large repeat", "{{ repeat 1000000000 \"x\" }}")]
    [InlineData("large repeat of more than an int", "{{ repeat 9000000000000000000 \"xx\" }}")]
    [InlineData("large nindent", "{{ nindent 1000000000 \"x\" }}")]
    [InlineData("nindent of nindent", "{{ $x := \"a\\nb\" }}{{ range until 10000 }}{{ $x = $x | replace \"a\" \"a\\na\" | nindent 10 }}{{ end }}")]
    [InlineData("doubling text", "{{ $x := \"x\" }}{{ range until 100 }}{{ $x = printf \"%s%s\" $x $x }}{{ end }}")]
    [InlineData("doubling list", "{{ $x := list 1 }}{{ range until 100 }}{{ $x = concat $x $x }}{{ end }}")]
    [InlineData("doubling dictionary", "{{ $x := dict \"a\" \"b\" }}{{ range until 100 }}{{ $x = dict \"a\" $x \"b\" $x }}{{ end }}{{ toYaml $x }}")]
    [InlineData("large until", "{{ until 2000000000 }}")]
    [InlineData("large seq", "{{ seq 0 1 2000000000 }}")]
    [InlineData("large random text", "{{ randAlphaNum 2000000000 }}")]
    [InlineData("wide printf", "{{ range until 1000 }}{{ printf \"%1000000d\" 1 }}{{ end }}")]
    [InlineData("nested loops", "{{ range until 10000 }}{{ range until 10000 }}{{ range until 10000 }}{{ end }}{{ end }}{{ end }}")]
    [InlineData("loop over a number", "{{ range 2000000000 }}{{ end }}")]
    [InlineData("many password hashes", "{{ range until 100000 }}{{ bcrypt \"x\" }}{{ end }}")]
    [InlineData("replacement that grows", "{{ $x := repeat 10000 \"a\" }}{{ regexReplaceAll \"a\" $x (repeat 100000 \"b\") }}")]
    [InlineData("dictionary in itself", "{{ $a := dict }}{{ $b := dict \"a\" $a }}{{ $_ := set $a \"b\" $b }}{{ toJson $a }}")]
    [InlineData("copy of a dictionary in itself", "{{ $a := dict }}{{ $b := dict \"a\" $a }}{{ $_ := set $a \"b\" $b }}{{ deepCopy $a }}")]
    [InlineData("files in a loop", "{{ range until 1000000 }}{{ $x := $.Files.AsConfig }}{{ end }}")]
    [InlineData("print of a dictionary in itself", "{{ $a := dict }}{{ $b := dict \"a\" $a }}{{ $_ := set $a \"b\" $b }}{{ $a }}")]
    [InlineData("list in a list, deeper than any stack, as JSON", "{{ $x := list }}{{ range until 100000 }}{{ $x = list $x }}{{ end }}{{ toJson $x }}")]
    [InlineData("list in a list, deeper than any stack, printed", "{{ $x := list }}{{ range until 100000 }}{{ $x = list $x }}{{ end }}{{ $x }}")]
    [InlineData("dictionary in a dictionary, deeper than any stack, as TOML", "{{ $x := dict }}{{ range until 100000 }}{{ $x = dict \"a\" $x }}{{ end }}{{ toToml $x }}")]
    [InlineData("steps of nothing", "{{ untilStep 0 10 0 }}{{ seq 1 0 10 }}{{ range until 100000000 }}{{ end }}")]
    [InlineData("large untilStep", "{{ untilStep 0 2000000000 1 }}")]
    [InlineData("tpl of itself", "{{ define \"a\" }}{{ tpl .text . }}{{ end }}{{ include \"a\" (dict \"text\" \"{{ tpl .text . }}\" \"Template\" .Template) }}")]
    [InlineData("two templates that call each other", "{{ define \"a\" }}{{ include \"b\" . }}{{ end }}{{ define \"b\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}")]
    [InlineData("range that feeds itself", "{{ $x := dict \"l\" (list 1) }}{{ define \"a\" }}{{ range .l }}{{ include \"a\" $ }}{{ include \"a\" $ }}{{ end }}{{ end }}{{ include \"a\" $x }}")]
    public void Template_that_would_never_end_is_refused_as_a_limit(string what, string template)
    {
        var chart = new ChartFiles().Add("templates/a.yaml", template).Add("files/x", new string('x', 1000));
        var before = GC.GetTotalAllocatedBytes();

        var error = Assert.Throws<ChartException>(() => chart.Render());

        Assert.True(error.Failure == ChartFailure.Limit, $"{what}: {error.Message}");
        Assert.Equal("demo/templates/a.yaml", error.Position!.File);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 8L * 1024 * 1024 * 1024);
    }

    [Fact]
    public void Deeply_nested_source_is_refused_before_it_runs()
    {
        var parentheses = new string('(', 10_000) + "1" + new string(')', 10_000);
        var blocks = string.Concat(Enumerable.Repeat("{{ if true }}", 10_000)) + string.Concat(Enumerable.Repeat("{{ end }}", 10_000));
        var pipes = "{{ \"x\" " + string.Concat(Enumerable.Repeat("| nindent 1 ", 10_000)) + "}}";

        foreach (var text in new[] { $"{{{{ {parentheses} }}}}", blocks, pipes })
        {
            var error = Assert.Throws<ChartException>(() => new ChartFiles().Add("templates/a.yaml", text).Render());
            Assert.Equal(ChartFailure.Syntax, error.Failure);
        }
    }

    [Fact]
    public void Values_with_growing_aliases_are_refused()
    {
        var values = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
        {
            values.AppendLine($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]");
        }

        var error = Assert.Throws<ChartException>(() => new ChartFiles().Add("values.yaml", values.ToString()).Load());

        Assert.Equal(ChartFailure.Values, error.Failure);
    }

    [Fact]
    public void Values_nested_too_deeply_are_refused()
    {
        var values = "a: " + new string('[', 5_000) + new string(']', 5_000);

        var error = Assert.Throws<ChartException>(() => new ChartFiles().Add("values.yaml", values).Load());

        Assert.Equal(ChartFailure.Values, error.Failure);
    }

    [Theory]
    [InlineData("list in a list, deeper than any stack, as YAML", "{{ $x := list }}{{ range until 100000 }}{{ $x = list $x }}{{ end }}{{ toYaml $x }}")]
    [InlineData("dictionary in a dictionary, deeper than any stack, copied", "{{ $x := dict }}{{ range until 100000 }}{{ $x = dict \"a\" $x }}{{ end }}{{ $y := deepCopy $x }}")]
    [InlineData("dictionaries deeper than any stack, compared", "{{ $x := dict }}{{ $y := dict }}{{ range until 100000 }}{{ $x = dict \"a\" $x }}{{ $y = dict \"a\" $y }}{{ end }}{{ deepEqual $x $y }}")]
    [InlineData("dictionaries deeper than any stack, merged", "{{ $x := dict }}{{ $y := dict }}{{ range until 100000 }}{{ $x = dict \"a\" $x }}{{ $y = dict \"a\" $y }}{{ end }}{{ $z := mergeOverwrite $x $y }}")]
    [InlineData("JSON", "{{ fromJson (printf \"%s%s\" (repeat 100000 \"[\") (repeat 100000 \"]\")) }}")]
    [InlineData("a JSON list", "{{ fromJsonArray (printf \"%s%s\" (repeat 100000 \"[\") (repeat 100000 \"]\")) }}")]
    [InlineData("YAML", "{{ fromYaml (printf \"a: %s%s\" (repeat 100000 \"[\") (repeat 100000 \"]\")) }}")]
    [InlineData("indented YAML", "{{ fromYamlArray (repeat 100000 \"- \") }}")]
    [InlineData("a template", "{{ tpl (printf \"{{ %s1%s }}\" (repeat 100000 \"(\") (repeat 100000 \")\")) . }}")]
    [InlineData("blocks", "{{ tpl (repeat 100000 \"{{ if true }}\") . }}")]
    [InlineData("a pattern", "{{ regexMatch (printf \"%sa%s\" (repeat 4000 \"(\") (repeat 4000 \")\")) \"a\" }}")]
    [InlineData("repetitions of repetitions", "{{ regexMatch \"((a{1000}){1000}){1000}\" \"a\" }}")]
    [InlineData("a pattern with a large count", "{{ regexMatch \"(.{1,1000}){1,1000}x\" (repeat 100000 \"a\") }}")]
    [InlineData("a version range", "{{ semverCompare (repeat 1000000 \">=1.0.0 || \") \"1.0.0\" }}")]
    [InlineData("a path", "{{ dig \"a\" \"b\" (dict \"a\" (repeat 1000000 \"x\")) }}{{ clean (repeat 1000000 \"../\") }}")]
    [InlineData("the output", "a: {{ repeat 100000 \"[\" }}{{ repeat 100000 \"]\" }}")]
    public void Text_that_is_nested_beyond_sense_is_an_error_or_a_value_and_never_the_end_of_the_process(string what, string template)
    {
        var chart = new ChartFiles().Add("templates/a.yaml", template);

        var failure = Record.Exception(() => chart.Render(limits: new RenderLimits { MaxTime = TimeSpan.FromSeconds(20) }));

        Assert.True(failure is null or ChartException, $"{what}: {failure}");
        Assert.Equal("demo/templates/a.yaml", (failure as ChartException)?.Position?.File ?? "demo/templates/a.yaml");
    }

    [Fact]
    public void Archive_of_zeros_is_refused_before_it_is_unpacked_whole()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 400; i++)
            {
                gzip.Write(zeros);
            }
        }

        packed.Position = 0;
        var before = GC.GetTotalAllocatedBytes();

        var error = Assert.Throws<ChartException>(() => Chart.Load(packed, "demo.tgz", new ChartLimits()));

        Assert.Equal(ChartFailure.Limit, error.Failure);
        Assert.Contains("'demo.tgz'", error.Message, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 400L * 1024 * 1024);
    }

    [Fact]
    public void Packed_charts_inside_a_chart_count_together()
    {
        var inner = new ChartFiles("inner");
        for (var i = 0; i < 12; i++)
        {
            inner.Add($"files/{i}", new string('x', 4 * 1024 * 1024));
        }

        var packed = inner.Pack().ToArray();
        var archive = Archive(tar =>
        {
            for (var i = 0; i < 6; i++)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"demo/charts/inner-{i}.tgz") { DataStream = new MemoryStream(packed) });
            }
        });

        var error = Assert.Throws<ChartException>(() => Chart.Load(archive, "demo.tgz", new ChartLimits()));

        Assert.Equal(ChartFailure.Limit, error.Failure);
    }

    [Fact]
    public void Charts_that_multiply_by_their_aliases_are_refused()
    {
        // Eight levels with ten aliases each: a hundred million charts, out of a few lines.
        var innermost = new ChartFiles("c8").Add("templates/a.yaml", "a: b");
        for (var level = 7; level >= 0; level--)
        {
            var dependencies = string.Concat(Enumerable.Range(0, 10).Select(i => $"- {{name: c{level + 1}, version: '*', alias: x{i}}}\n"));
            innermost = new ChartFiles($"c{level}", $"dependencies:\n{dependencies}").Add(innermost);
        }

        var error = Assert.Throws<ChartException>(() => innermost.Render());

        Assert.Equal(ChartFailure.Limit, error.Failure);
    }

    [Theory]
    [InlineData("demo/../../etc/passwd")]
    [InlineData("../demo/Chart.yaml")]
    [InlineData("/demo/Chart.yaml")]
    [InlineData("demo/templates/..\\..\\x")]
    [InlineData("C:/demo/Chart.yaml")]
    public void Archive_with_a_path_that_leads_out_is_refused(string path)
    {
        var archive = Archive(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream([1]) }));

        var error = Assert.Throws<ChartException>(() => Chart.Load(archive, "demo.tgz", new ChartLimits()));

        Assert.Equal(ChartFailure.Loading, error.Failure);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Archive_with_a_symbolic_link_is_refused()
    {
        var archive = Archive(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "demo/values.yaml") { LinkName = "/etc/passwd" }));

        var error = Assert.Throws<ChartException>(() => Chart.Load(archive, "demo.tgz", new ChartLimits()));

        Assert.Contains("not a regular file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Archive_that_unpacks_to_more_than_the_limit_is_refused()
    {
        var archive = Archive(tar =>
        {
            for (var i = 0; i < 30; i++)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"demo/{i}") { DataStream = new MemoryStream(new byte[1024 * 1024]) });
            }
        });

        var error = Assert.Throws<ChartException>(() => Chart.Load(archive, "demo.tgz", new ChartLimits { MaxTotalBytes = 8 * 1024 * 1024 }));

        Assert.Equal(ChartFailure.Limit, error.Failure);
    }

    [Fact]
    public void Archive_with_more_entries_than_the_limit_is_refused()
    {
        var chart = new ChartFiles();
        for (var i = 0; i < 50; i++)
        {
            chart.Add($"files/{i}", "");
        }

        var error = Assert.Throws<ChartException>(() => chart.Load(new ChartLimits { MaxEntries = 20 }));

        Assert.Equal(ChartFailure.Limit, error.Failure);
    }

    [Fact]
    public void Something_else_than_an_archive_is_refused()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("<html>not found</html>"));

        var error = Assert.Throws<ChartException>(() => Chart.Load(stream, "demo.tgz", new ChartLimits()));

        Assert.Equal(ChartFailure.Loading, error.Failure);
    }

    [Fact]
    public void Long_white_space_between_documents_costs_no_more_than_its_length()
    {
        var chart = new ChartFiles().Add("templates/a.yaml", "a: b{{ repeat 2000000 \" \\n\" }}x\n---\nc: d\n");

        Assert.Equal(ChartFailure.Manifest, Assert.Throws<ChartException>(() => chart.Render()).Failure);
    }

    [Fact]
    public void Output_that_is_too_large_to_be_read_is_refused()
    {
        var chart = new ChartFiles().Add("templates/a.yaml", "a: {{ repeat 30000000 \"x\" }}");

        var error = Assert.Throws<ChartException>(() => chart.Render());

        Assert.Equal((ChartFailure.Limit, "demo/templates/a.yaml"), (error.Failure, error.Position!.File));
    }

    [Fact]
    public void Rendering_leaves_the_chart_as_it_was()
    {
        var chart = new ChartFiles("demo", "annotations: {a: b}")
            .Add("values.yaml", "map: {x: old}")
            .Add("templates/a.yaml", "{{ .Values.map.x }} {{ .Chart.Annotations.a }}{{ $_ := set .Values.map \"x\" \"new\" }}{{ $_ := set .Chart.Annotations \"a\" \"c\" }}")
            .Load();

        string Text() => ChartRenderer.Render(chart, new RenderOptions(), TestContext.Current.CancellationToken).Files[0].Text;

        Assert.Equal("old b", Text());
        Assert.Equal("old b", Text());
    }

    [Fact]
    public void Cancellation_ends_a_rendering()
    {
        using var source = new CancellationTokenSource();
        var chart = new ChartFiles().Add("templates/a.yaml", "{{ range until 100000 }}{{ end }}").Load();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => ChartRenderer.Render(chart, new RenderOptions(), source.Token));
    }

    private static MemoryStream Archive(Action<TarWriter> write)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "demo/Chart.yaml")
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes("apiVersion: v2\nname: demo\nversion: 1.0.0\n")),
            });
            write(tar);
        }

        packed.Position = 0;
        return packed;
    }
}
