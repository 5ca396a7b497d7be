using Mirror.Engine;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Benchmarks.Workers;

/// <summary>All steps of Publish, as the fronts order them, on a folder with a configuration.</summary>
internal static class PublishRun
{
    public static async Task RunAsync(string folder, string destination, CancellationToken cancellationToken)
    {
        if (!Destination.TryParse($"docker://{destination}", folder, out var parsed, out var problem))
        {
            throw new FormatException(problem);
        }

        var options = new MirrorOptions
        {
            WorkingDirectory = folder,
            ConfigurationFile = Path.Combine(folder, "mirror", "imageset.yaml"),
            StoreFolder = Path.Combine(folder, "store"),
            OutputFolder = Path.Combine(folder, "output"),
            Destination = parsed,
            SourceTlsVerify = false,
            DestinationTlsVerify = false,
        };
        var environment = new MirrorEnvironment { Host = new HostEnvironment(new Dictionary<string, string>(), folder) };
        using var engine = new MirrorEngine(options, environment);
        try
        {
            await engine.CheckAsync(cancellationToken);
            await engine.ResolveAsync(cancellationToken);
            await engine.LockAsync(cancellationToken);
            await engine.PublishAsync(cancellationToken);
            await engine.EmitResourcesAsync(cancellationToken);
        }
        catch (MirrorException e)
        {
            throw new InvalidOperationException(string.Join('\n', e.Diagnostics.Take(10)), e);
        }
    }
}
