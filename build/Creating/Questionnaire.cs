using Mirror.Build.Reporting;
using Mirror.Engine.Creating;
using Mirror.Engine.Options;

namespace Mirror.Build.Creating;

/// <summary>Asks a person what a first mirror shall hold; an empty line takes what stands in brackets.</summary>
internal sealed class Questionnaire(Terminal terminal, TextReader answers)
{
    private const int MaxTries = 5;

    /// <summary>Null when arguments say what to mirror, or nobody is there to ask.</summary>
    public static Questionnaire? For(MirrorOptions options, Terminal terminal) =>
        terminal.IsLive && !Console.IsInputRedirected && NewRequest.Of(options).IsEmpty ? new Questionnaire(terminal, Console.In) : null;

    /// <summary>The answers; null when the person ends the input.</summary>
    public NewRequest? Ask()
    {
        terminal.WriteLine("What shall the mirror hold? An empty line leaves a part out; several names stand side by side.");
        var channels = Names("Channels of OpenShift releases, such as 'stable-4.20'");
        var catalog = Names("Operator catalog, such as 'registry.redhat.io/redhat/redhat-operator-index:v4.20'");
        var packages = catalog is [_, ..] ? Names("Operators of that catalog, such as 'cluster-logging'") : [];
        var images = Names("Further images, such as 'registry.redhat.io/ubi9/ubi:9.6'");
        if (channels is null || catalog is null || packages is null || images is null || Pipeline() is not { } pipeline)
        {
            return null;
        }

        return new NewRequest(channels, catalog, packages, images, pipeline);
    }

    private IReadOnlyList<string>? Names(string question)
    {
        terminal.Write($"{question}: ");
        return answers.ReadLine()?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private PipelineKind? Pipeline()
    {
        for (var i = 0; i < MaxTries; i++)
        {
            terminal.Write("Pipeline for 'gitlab', 'github', 'tekton' or 'none' [gitlab]: ");
            var answer = answers.ReadLine()?.Trim();
            if (answer is null)
            {
                return null;
            }

            if (answer.Length == 0)
            {
                return PipelineKind.GitLab;
            }

            if (Enum.TryParse<PipelineKind>(answer, ignoreCase: true, out var kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(answer[0]))
            {
                return kind;
            }
        }

        return null;
    }
}
