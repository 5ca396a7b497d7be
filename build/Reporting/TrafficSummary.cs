using System.Globalization;
using Mirror.Oci.Registry;

namespace Mirror.Build.Reporting;

/// <summary>What a run cost, in words: one line for each registry, or server of another kind, that was asked anything.</summary>
internal static class TrafficSummary
{
    public static IEnumerable<string> Lines(IReadOnlyList<(RegistryEndpoint Endpoint, RegistryStatisticsSnapshot Counts)> traffic) =>
        traffic.Where(t => t.Counts.Requests > 0).Select(t => Line(t.Endpoint, t.Counts));

    private static string Line(RegistryEndpoint endpoint, RegistryStatisticsSnapshot counts)
    {
        var parts = new List<string> { Count(counts.Requests, "request") };
        AddSize(parts, counts.BytesIn, "received");
        AddSize(parts, counts.BytesOut, "sent");
        AddCount(parts, counts.Mounts, "blob", " linked");
        AddCount(parts, counts.Retries, "retry", "");
        return $"{endpoint.Name} ({Role(endpoint)}): {string.Join(", ", parts)}";
    }

    private static string Role(RegistryEndpoint endpoint) =>
        endpoint.Noun != RegistryEndpoint.RegistryNoun ? endpoint.Noun
        : endpoint.Side == RegistrySide.Source ? "source"
        : "destination";

    private static void AddSize(List<string> parts, long bytes, string what)
    {
        if (bytes > 0)
        {
            parts.Add($"{ByteSize.Format(bytes)} {what}");
        }
    }

    private static void AddCount(List<string> parts, long count, string noun, string what)
    {
        if (count > 0)
        {
            parts.Add(Count(count, noun) + what);
        }
    }

    private static string Count(long count, string noun) => (count, noun) switch
    {
        (1, _) => $"1 {noun}",
        (_, "retry") => string.Create(CultureInfo.InvariantCulture, $"{count} retries"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}s"),
    };
}
