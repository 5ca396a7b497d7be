using System.Text.Json;
using Mirror.Oci.Registry;
using Mirror.Oci.Store;

namespace Mirror.Engine.Reporting;

/// <summary>
/// What a run did, for machines: <c>report.json</c> in the output folder. The only output with times in it. Fields are only ever added.
/// </summary>
/// <param name="ExitCode">Of the whole run.</param>
/// <param name="Steps">In the order they ran.</param>
/// <param name="Traffic">Per registry and side; those that were not asked are left out.</param>
/// <param name="Diagnostics">Warnings and errors, in the order they came up.</param>
public sealed record RunReport(
    ExitCode ExitCode,
    IReadOnlyList<RunStep> Steps,
    IReadOnlyList<(RegistryEndpoint Endpoint, RegistryStatisticsSnapshot Counts)> Traffic,
    IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Replaces the report of the last run.</summary>
    public Task WriteAsync(MirrorOptions options, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(Path.Combine(options.OutputFolder, "report.json"), ToJson(), cancellationToken);

    /// <summary>The file's bytes.</summary>
    public byte[] ToJson() => IndentedJson.Object(json =>
    {
        json.WriteNumber("exitCode", (int)ExitCode);
        json.WriteString("outcome", Name(ExitCode));
        json.Objects("targets", Steps, step => WriteStep(json, step));
        json.Objects("registries", Traffic.Where(t => t.Counts.Requests + t.Counts.TokenRequests > 0), traffic => WriteTraffic(json, traffic));
        json.Objects("diagnostics", Diagnostics, diagnostic => WriteDiagnostic(json, diagnostic));
    });

    private static void WriteStep(Utf8JsonWriter json, RunStep step)
    {
        json.WriteString("name", step.Name);
        json.WriteString("outcome", Name(step.Outcome));
        json.WriteNumber("seconds", Seconds(step.Duration));
        json.WriteString("message", step.Message);
    }

    private static void WriteTraffic(Utf8JsonWriter json, (RegistryEndpoint Endpoint, RegistryStatisticsSnapshot Counts) traffic)
    {
        var (endpoint, counts) = traffic;
        json.WriteString("registry", endpoint.Name);
        json.WriteString("side", Name(endpoint.Side));
        json.WriteNumber("requests", counts.Requests);
        json.WriteNumber("tokenRequests", counts.TokenRequests);
        json.WriteNumber("retries", counts.Retries);
        json.WriteNumber("rateLimited", counts.RateLimited);
        json.WriteNumber("mounts", counts.Mounts);
        json.WriteNumber("bytesIn", counts.BytesIn);
        json.WriteNumber("bytesOut", counts.BytesOut);
        json.WriteNumber("waitedSeconds", Seconds(counts.Waited));
    }

    private static void WriteDiagnostic(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteString("code", diagnostic.Code.Id);
        json.WriteString("severity", Name(diagnostic.Code.Severity));
        json.WriteString("message", diagnostic.Message);
        if (diagnostic.Span is { } span)
        {
            json.WriteString("file", span.File);
            json.WriteNumber("line", span.Line);
            json.WriteNumber("column", span.Column);
        }
    }

    private static decimal Seconds(TimeSpan time) => decimal.Round((decimal)time.TotalSeconds, 3);

    private static string Name<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
