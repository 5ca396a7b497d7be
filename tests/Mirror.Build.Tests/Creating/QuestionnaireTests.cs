using Mirror.Build.Creating;
using Mirror.Build.Tests.Reporting;
using Mirror.Engine.Creating;
using Mirror.Engine.Options;

namespace Mirror.Build.Tests.Creating;

public sealed class QuestionnaireTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    private NewRequest? Ask(string answers) => new Questionnaire(_terminal.Terminal, new StringReader(answers)).Ask();

    [Fact]
    public void Answers_become_a_request()
    {
        var request = Ask("stable-4.20, eus-4.18\nregistry.redhat.io/redhat/redhat-operator-index:v4.20\ncluster-logging loki-operator\n\ngithub\n");

        Assert.NotNull(request);
        Assert.Equal(["stable-4.20", "eus-4.18"], request.Channels);
        Assert.Equal(["registry.redhat.io/redhat/redhat-operator-index:v4.20"], request.Catalogs);
        Assert.Equal(["cluster-logging", "loki-operator"], request.Packages);
        Assert.Empty(request.Images);
        Assert.Equal(PipelineKind.GitHub, request.Pipeline);
    }

    [Fact]
    public void Operators_are_asked_for_only_with_a_catalog_and_wrong_words_again()
    {
        var request = Ask("\n\nquay.io/a/b:1\n7\ngitea\n\n");

        Assert.Equal(["quay.io/a/b:1"], request!.Images);
        Assert.Equal(PipelineKind.GitLab, request.Pipeline);
        Assert.DoesNotContain("Operators of that catalog", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void End_of_input_is_no_answer() => Assert.Null(Ask("stable-4.20\n"));
}
