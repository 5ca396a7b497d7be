using System.Globalization;
using Mirror.Benchmarks.Reporting;
using Mirror.Model.Planning;

namespace Mirror.Benchmarks;

/// <summary>
/// How wall time and requests grow when several runners share a Publish. The parts run one after the other, each with the machine for itself as on a runner of its own;
/// the time is that of the slowest, and then that of the run that finishes. What runners would share on a real network, the registries and the wire, is not in it.
/// </summary>
internal static class ShardSimulation
{
    /// <summary>One measurement of several, as if all had run at once and <paramref name="finish"/> after them.</summary>
    public static Measurement Combine(IReadOnlyList<Measurement> parts, Measurement finish) => new(
        parts.Max(part => part.Seconds) + finish.Seconds,
        parts.Max(part => part.WorkSeconds) + finish.WorkSeconds,
        parts.Append(finish).Max(part => part.PeakMemory),
        parts.Append(finish).Sum(part => part.CpuSeconds),
        parts.Append(finish).Sum(part => part.SourceRequests),
        parts.Append(finish).Sum(part => part.DestinationRequests),
        finish.Steps);

    /// <summary>The parts of <paramref name="count"/> runners, as a worker takes them.</summary>
    public static IEnumerable<string> Parts(int count) => Enumerable.Range(1, count).Select(number => new Shard(number, count).ToString());

    /// <summary>How the table calls it.</summary>
    public static string NameOf(int count) => string.Create(CultureInfo.InvariantCulture, $"Publish, {count} runners and a last");
}
