namespace Mirror.Oci.Registry.Configuration;

/// <summary>
/// Where an image can be pulled from, in the order to try; never empty. <see cref="Blocked"/> has a sentence for each place that was left out
/// because it is blocked: when everything in <see cref="Places"/> fails, people need to read it.
/// </summary>
public sealed record PullPlaces(IReadOnlyList<PullPlace> Places, IReadOnlyList<Diagnostic> Blocked);
