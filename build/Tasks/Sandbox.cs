using Mirror.Sandbox;
using Mirror.Sandbox.Samples;
using Mirror.Sandbox.Serving;

namespace Mirror.Build.Tasks;

/// <summary>The demo's world, for trying things by hand.</summary>
[TaskName("Sandbox"), TaskDescription("Serve the sample upstream and an embedded registry until cancelled")]
public sealed class Sandbox : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var address = context.Options.ListenAddress;
        await using var sandbox = await SandboxHost.StartAsync(
            new SandboxOptions
            {
                Folder = Path.Combine(context.Options.OutputFolder, "registry"),
                Upstream = new ListenOptions { Address = address },
                Destination = new ListenOptions { Address = address, Port = context.Options.Port },
            },
            context.CancellationToken);
        context.Terminal.WriteLine($"Sample upstream: {sandbox.Upstream.Name}");
        context.Terminal.WriteLine($"Registry: {sandbox.Destination.Name}");
        context.Terminal.WriteLine("Environment variables for a mirror tool:");
        foreach (var (name, value) in SampleUpstream.Variables(sandbox.Upstream.BaseUri, sandbox.KeyFile))
        {
            context.Terminal.WriteLine($"  export {name}={value}");
        }

        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }
}
