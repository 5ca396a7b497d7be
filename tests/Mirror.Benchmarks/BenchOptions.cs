using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mirror.Benchmarks;

/// <summary>What one benchmark run measures.</summary>
internal sealed record BenchOptions
{
    private const long GiB = 1024L * 1024 * 1024;
    private const string Usage = "Expected any of: --full, --runs N, --scale FRACTION, --huge BYTES, --skip-memory, --skip-skopeo, --skip-shards, --skip-archives, --archives-only, --memory-only, --delay-only, --output FOLDER.";

    /// <summary>Of the sizes of the blobs; their number stays, and with it the number of requests.</summary>
    public double Scale { get; init; } = 0.1;

    /// <summary>Of which the median counts.</summary>
    public int Runs { get; init; } = 3;

    /// <summary>Bytes of the one blob that is larger than memory should be.</summary>
    public long HugeBlob { get; init; } = GiB / 4;

    public bool MeasuresMemory { get; init; } = true;

    /// <summary>Whether skopeo, where it is installed, copies the same set once; with a delay it takes many minutes.</summary>
    public bool MeasuresSkopeo { get; init; } = true;

    /// <summary>Pack and Publish from archives.</summary>
    public bool MeasuresArchives { get; init; } = true;

    /// <summary>Whether several runners that share a Publish are compared with one.</summary>
    public bool SimulatesShards { get; init; } = true;

    /// <summary>Added to every round trip, one after the other.</summary>
    public IReadOnlyList<TimeSpan> Delays { get; init; } = [TimeSpan.Zero, TimeSpan.FromMilliseconds(30)];

    /// <summary>Where <c>bench.json</c> goes.</summary>
    public string Output { get; init; } = Path.Combine("artifacts", "bench");

    public static bool TryParse(IReadOnlyList<string> args, [NotNullWhen(true)] out BenchOptions? options, out string problem)
    {
        options = new BenchOptions();
        problem = Usage;
        for (var i = 0; i < args.Count; i++)
        {
            var value = i + 1 < args.Count ? args[i + 1] : "";
            BenchOptions? next = args[i] switch
            {
                "--full" => options with { Scale = 1, HugeBlob = 8 * GiB },
                "--skip-shards" => options with { SimulatesShards = false },
                "--skip-memory" => options with { MeasuresMemory = false },
                "--skip-skopeo" => options with { MeasuresSkopeo = false },
                "--skip-archives" => options with { MeasuresArchives = false },
                "--archives-only" => options with { MeasuresMemory = false, SimulatesShards = false, Delays = [] },
                "--memory-only" => options with { MeasuresArchives = false, SimulatesShards = false, Delays = [] },
                "--delay-only" => options with { Delays = [TimeSpan.FromMilliseconds(30)] },
                "--runs" when int.TryParse(value, CultureInfo.InvariantCulture, out var runs) && runs > 0 => options with { Runs = runs },
                "--scale" when double.TryParse(value, CultureInfo.InvariantCulture, out var scale) && scale is > 0 and <= 10 => options with { Scale = scale },
                "--huge" when long.TryParse(value, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 => options with { HugeBlob = bytes },
                "--output" when value.Length > 0 => options with { Output = value },
                _ => null,
            };
            if (next is null)
            {
                problem = $"'{args[i]}' is not known, or lacks a valid value. {Usage}";
                options = null;
                return false;
            }

            i += args[i] is "--runs" or "--scale" or "--huge" or "--output" ? 1 : 0;
            options = next;
        }

        return true;
    }
}
