using Mirror.Build.Creating;

namespace Mirror.Build.Tasks;

/// <summary>Asks on a terminal what no argument says.</summary>
[TaskName("New"), TaskDescription("Write configuration, project, policy and pipeline of a first mirror, from arguments or questions")]
public sealed class New : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunStepAsync(
        "New", (engine, token) => engine.NewAsync(Questionnaire.For(context.Options, context.Terminal)?.Ask(), token));
}
