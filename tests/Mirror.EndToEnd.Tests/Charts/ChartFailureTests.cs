using Mirror.Model.Diagnostics;
using Mirror.Testing.Charts;

namespace Mirror.EndToEnd.Tests.Charts;

/// <summary>What is wrong with a chart, told at the entry that asks for it.</summary>
public sealed class ChartFailureTests : ChartWorldTests
{
    [Fact]
    public async Task Missing_value_is_an_error_at_the_entry_that_names_template_and_message()
    {
        Repository.Add(new TestChart("web", "1.2.3").Add(
            "templates/secret.yaml", "kind: Secret\nstringData:\n  password: {{ required \"a password is needed\" .Values.password }}\n"));
        World.ConfigureWeb();

        var failure = await World.FailsAsync();
        World.ConfigureWeb("  values: {password: secret}");
        await Workspace.LockAsync(Token);

        var problem = Assert.Single(failure.Diagnostics);
        Assert.Equal("MIR7005", problem.Code.Id);
        Assert.Equal("mirror/imageset.yaml(8,9)", problem.Span!.ToString());
        Assert.Contains("The chart 'web:1.2.3': web/templates/secret.yaml(3,16): a password is needed. Give it with 'values'", problem.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Configuration, failure.ExitCode);
        Assert.Empty(World.Locked().Charts[0].Images);
    }

    [Fact]
    public async Task Image_that_is_not_there_is_an_error_that_names_the_template()
    {
        Repository.Add(new TestChart("web", "1.2.3").Pod("web", "quay.io/a/gone:1").Pod("more", "quay.io/a/gone-too:1"));
        World.ConfigureWeb();

        var failure = await World.FailsAsync();

        Assert.Equal(["MIR2010", "MIR2010"], failure.Diagnostics.Select(problem => problem.Code.Id));
        Assert.Contains("'quay.io/a/gone:1'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("web/templates/web.yaml: .spec.containers[0].image", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_image_is_left_out_with_a_warning()
    {
        Repository.Add(new TestChart("web", "1.2.3").Pod("web", "oci:///etc/passwd").Pod("job", "quay.io/a/job:1").Pod("bad", "\"UPPER/Case:1\""));
        World.ConfigureWeb("  imagePaths: ['{.metadata.name}']");

        await Workspace.LockAsync(Token);

        Assert.Equal(["quay.io/a/job:1"], World.Locked().Charts[0].Images.Select(image => image.Reference.ToString()));
        Assert.Equal(5, Workspace.Warnings.Count(warning => warning.Code.Id == "MIR7501"));
    }

    [Theory]
    [InlineData("  version: 3.x", "MIR2461", "has no version '3.x'. Its newest versions are '1.2.3'.", 8)]
    [InlineData("  version: latest", "MIR7001", "'latest' is not a version", 8)]
    [InlineData("  values: {image: '{{'}", "MIR7006", "web/templates/web.yaml", 8)]
    [InlineData("  imagePaths: ['{.a']", "MIR7008", "", 9)]
    [InlineData("  valuesFiles: [missing.yaml]", "MIR7002", "There is no values file 'missing.yaml'", 9)]
    public async Task Wrong_entry_is_told_at_its_place(string more, string code, string message, int line)
    {
        Repository.Add(ChartWorld.Web());
        World.ConfigureWeb(more);

        var failure = await World.FailsAsync();
        Assert.Equal(code, failure.Diagnostics[0].Code.Id);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Equal(line, failure.Diagnostics[0].Span!.Line);
    }

    [Fact]
    public async Task Unknown_chart_is_told_with_the_nearest_name()
    {
        Repository.Add(ChartWorld.Web());
        Workspace.ConfigureMirror($"helm:\n  repositories:\n  - url: {Repository.Url}\n    charts:\n    - name: wep");

        var failure = await World.FailsAsync();

        Assert.Equal("MIR2461", failure.Diagnostics[0].Code.Id);
        Assert.Contains("did you mean 'web'?", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_that_is_not_the_one_of_the_index_is_refused()
    {
        Repository.Add(ChartWorld.Web(), digest: new string('a', 64));
        World.ConfigureWeb();

        Assert.Equal("MIR2463", (await World.FailsAsync()).Diagnostics[0].Code.Id);
    }
}
