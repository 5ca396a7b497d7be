using Mirror.Build.Serving;

namespace Mirror.Build.Tasks;

/// <summary>A registry without a registry: what Fetch has brought, for clients on this machine.</summary>
[TaskName("Serve"), TaskDescription("Serve the content store as a registry until cancelled")]
public sealed class Serve : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) =>
        new StoreServer(context.Options, context.Terminal).RunAsync(context.FilesEngine, context.CancellationToken);
}
