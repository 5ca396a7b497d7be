using System.Diagnostics;
using Mirror.Engine;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Benchmarks.Workers;

/// <summary>All steps of Publish, as the fronts order them, on a folder with a configuration.</summary>
internal static class PublishRun
{
    /// <summary>Seconds by step.</summary>
    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(string folder, string destination, Shard? shard, CancellationToken cancellationToken)
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
            Shard = shard,
            SourceTlsVerify = false,
            DestinationTlsVerify = false,
        };
        var environment = new MirrorEnvironment { Host = new HostEnvironment(new Dictionary<string, string>(), folder) };
        using var engine = new MirrorEngine(options, environment);
        var steps = new Dictionary<string, double>();
        try
        {
            await MeasureAsync("Check", engine.CheckAsync);
            await MeasureAsync("Resolve", engine.ResolveAsync);
            await MeasureAsync("Lock", engine.LockAsync);
            await MeasureAsync("PublishContent", engine.PublishAsync);
            await MeasureAsync("EmitResources", engine.EmitResourcesAsync);
            return steps;
        }
        catch (MirrorException e)
        {
            throw new InvalidOperationException(string.Join('\n', e.Diagnostics.Take(10)), e);
        }

        async Task MeasureAsync(string name, Func<CancellationToken, Task<StepResult>> step)
        {
            var started = Stopwatch.GetTimestamp();
            await step(cancellationToken);
            steps[name] = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3);
        }
    }
}
