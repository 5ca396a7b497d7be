namespace Mirror.Charts.Tests.Templating;

public sealed class PositionTests
{
    [Fact]
    public void Missing_required_value_names_chart_template_line_and_message()
    {
        var chart = new ChartFiles().Add("templates/a.yaml", "kind: X\nname: {{ required \"A name is needed: set 'name'\" .Values.name }}\n");

        var error = Assert.Throws<ChartException>(() => chart.Render());

        Assert.Equal(ChartFailure.RequiredValue, error.Failure);
        Assert.Equal(new ChartPosition("demo", "demo/templates/a.yaml", 2, 10), error.Position);
        Assert.Equal("demo/templates/a.yaml(2,10): A name is needed: set 'name'", error.Message);
    }

    [Fact]
    public void Failure_in_an_included_template_names_the_calls_that_led_there()
    {
        var chart = new ChartFiles()
            .Add("templates/_helpers.tpl", "{{ define \"inner\" }}\n  {{ fail \"not so\" }}\n{{ end }}")
            .Add("templates/a.yaml", "a: b\n{{ include \"inner\" . }}\n");

        var error = Assert.Throws<ChartException>(() => chart.Render());

        Assert.Equal(new ChartPosition("demo", "demo/templates/_helpers.tpl", 2, 6), error.Position);
        Assert.Equal([new ChartPosition("demo", "demo/templates/a.yaml", 2, 4)], error.CalledFrom);
    }

    [Fact]
    public void Failure_in_a_template_of_a_sub_chart_names_its_path()
    {
        var inner = new ChartFiles("inner").Add("templates/b.yaml", "{{ fail \"no\" }}");

        var error = Assert.Throws<ChartException>(() => new ChartFiles().Add(inner).Render());

        Assert.Equal("demo/charts/inner/templates/b.yaml", error.Position!.File);
    }

    [Fact]
    public void Columns_count_bytes()
    {
        var chart = new ChartFiles().Add("templates/a.yaml", "é{{ fail \"x\" }}");

        Assert.Equal(6, Assert.Throws<ChartException>(() => chart.Render()).Position!.Column);
    }

    [Theory]
    [InlineData("env")]
    [InlineData("expandenv")]
    [InlineData("doesNotExist")]
    public void Function_that_does_not_exist_is_named_with_file_and_line(string name)
    {
        var chart = new ChartFiles().Add("templates/a.yaml", $"\n\n{{{{ {name} \"HOME\" }}}}");

        var error = Assert.Throws<ChartException>(() => chart.Render());

        Assert.Equal(ChartFailure.Syntax, error.Failure);
        Assert.Equal(("demo/templates/a.yaml", 3), (error.Position!.File, error.Position.Line));
        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_type_that_is_not_supported_is_named_with_file_and_line()
    {
        var chart = new ChartFiles().Add("templates/a.yaml", "\n{{ genPrivateKey \"dsa\" }}");

        var error = Assert.Throws<ChartException>(() => chart.Render());

        Assert.Equal(2, error.Position!.Line);
        Assert.Contains("'genPrivateKey'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Document_that_is_not_yaml_names_the_template()
    {
        var chart = new ChartFiles().Add("templates/a.yaml", "a: b\n---\na: [\n");

        var error = Assert.Throws<ChartException>(() => chart.Render());

        Assert.Equal((ChartFailure.Manifest, "demo/templates/a.yaml"), (error.Failure, error.Position!.File));
        Assert.Contains("Document 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_type_of_an_argument_is_told_with_the_expected_one()
    {
        var chart = new ChartFiles().Add("templates/a.yaml", "{{ trunc .Values.size \"abc\" }}");

        var error = Assert.Throws<ChartException>(() => chart.Render("size: 5"));

        Assert.Equal("The function 'trunc' expects int here, not a value of type float64.", error.Reason);
    }
}
