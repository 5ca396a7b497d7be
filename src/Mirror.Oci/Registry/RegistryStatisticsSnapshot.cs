namespace Mirror.Oci.Registry;

/// <summary>Counts of one registry at one moment, for the report of a run.</summary>
/// <param name="Requests">Requests sent to the registry and to where it redirected, retries included; token requests are not in here.</param>
/// <param name="TokenRequests">Requests to the registry's token server.</param>
/// <param name="Retries">Attempts after the first.</param>
/// <param name="RateLimited">Answers 429.</param>
/// <param name="Mounts">Blobs that were linked instead of sent.</param>
/// <param name="BytesIn">Bytes of bodies received.</param>
/// <param name="BytesOut">Bytes of bodies sent, whether they arrived or not.</param>
/// <param name="Waited">Time between attempts, added up over operations that waited at the same time.</param>
public sealed record RegistryStatisticsSnapshot(
    long Requests,
    long TokenRequests,
    long Retries,
    long RateLimited,
    long Mounts,
    long BytesIn,
    long BytesOut,
    TimeSpan Waited)
{
    /// <summary>The counts of both.</summary>
    public RegistryStatisticsSnapshot Plus(RegistryStatisticsSnapshot other) => new(
        Requests + other.Requests,
        TokenRequests + other.TokenRequests,
        Retries + other.Retries,
        RateLimited + other.RateLimited,
        Mounts + other.Mounts,
        BytesIn + other.BytesIn,
        BytesOut + other.BytesOut,
        Waited + other.Waited);
}
