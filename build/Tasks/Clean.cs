using Mirror.Build.Cleaning;

namespace Mirror.Build.Tasks;

/// <summary>Removes what runs and builds have made.</summary>
[TaskName("Clean"), TaskDescription("Remove outputs; the content store only with --all")]
public sealed class Clean : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context) =>
        context.Outcome.Record("Clean", OutputCleaner.Clean(context.Repository.Artifacts, context.Options.StoreFolder, context.Command.CleansStore));
}
