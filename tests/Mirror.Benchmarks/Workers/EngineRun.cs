using System.Diagnostics;
using Mirror.Engine;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Benchmarks.Workers;

/// <summary>Steps of the engine, as the fronts order them, on a folder with a configuration.</summary>
internal static class EngineRun
{
    /// <summary>All of Publish; seconds by step.</summary>
    public static Task<IReadOnlyDictionary<string, double>> PublishAsync(string folder, string destination, Shard? shard, CancellationToken cancellationToken) =>
        RunAsync(folder, Options(folder, destination) with { Shard = shard }, ["Check", "Resolve", "Lock", "PublishContent", "EmitResources"], cancellationToken);

    /// <summary>All of Publish without asking what signs or describes the images, which the bare copy does not ask either.</summary>
    public static Task<IReadOnlyDictionary<string, double>> PublishUnsignedAsync(string folder, string destination, CancellationToken cancellationToken) => RunAsync(
        folder, Options(folder, destination) with { RemoveSignatures = true }, ["Check", "Resolve", "Lock", "PublishContent", "EmitResources"], cancellationToken);

    /// <summary>All of Publish from what <see cref="PackAsync"/> wrote, with another store and other outputs.</summary>
    public static Task<IReadOnlyDictionary<string, double>> PublishFromAsync(string folder, string destination, CancellationToken cancellationToken) => RunAsync(
        folder,
        Options(folder, destination) with
        {
            From = [Path.Combine(folder, "output", "archives")],
            StoreFolder = Path.Combine(folder, "empty"),
            OutputFolder = Path.Combine(folder, "inside"),
        },
        ["Check", "Resolve", "Lock", "PublishContent", "EmitResources"],
        cancellationToken);

    /// <summary>All of Pack, or Pack alone from a store that is warm.</summary>
    public static Task<IReadOnlyDictionary<string, double>> PackAsync(string folder, bool isWarm, CancellationToken cancellationToken)
    {
        if (isWarm)
        {
            Directory.Delete(Path.Combine(folder, "output"), recursive: true);
        }

        return RunAsync(folder, Options(folder, null), isWarm ? ["Pack"] : ["Check", "Resolve", "Lock", "Fetch", "Pack"], cancellationToken);
    }

    private static MirrorOptions Options(string folder, string? destination) => new()
    {
        WorkingDirectory = folder,
        ConfigurationFile = Path.Combine(folder, "mirror", "imageset.yaml"),
        StoreFolder = Path.Combine(folder, "store"),
        OutputFolder = Path.Combine(folder, "output"),
        Destination = destination is null ? null : new DestinationRegistry(destination, ""),
        SourceTlsVerify = false,
        DestinationTlsVerify = false,
    };

    private static async Task<IReadOnlyDictionary<string, double>> RunAsync(string folder, MirrorOptions options, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var environment = new MirrorEnvironment { Host = new HostEnvironment(new Dictionary<string, string>(), folder) };
        using var engine = new MirrorEngine(options, environment);
        var steps = new Dictionary<string, double>();
        try
        {
            foreach (var name in names)
            {
                await MeasureAsync(name);
            }

            return steps;
        }
        catch (MirrorException e)
        {
            throw new InvalidOperationException(string.Join('\n', e.Diagnostics.Take(10)), e);
        }

        async Task MeasureAsync(string name)
        {
            var started = Stopwatch.GetTimestamp();
            await StepOf(engine, name)(cancellationToken);
            steps[name] = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3);
        }
    }

    private static Func<CancellationToken, Task<StepResult>> StepOf(MirrorEngine engine, string name) => name switch
    {
        "Check" => engine.CheckAsync,
        "Resolve" => engine.ResolveAsync,
        "Lock" => engine.LockAsync,
        "Fetch" => engine.FetchAsync,
        "Pack" => engine.PackAsync,
        "PublishContent" => engine.PublishAsync,
        "EmitResources" => engine.EmitResourcesAsync,
        _ => throw new ArgumentException($"'{name}' is no step.", nameof(name)),
    };
}
