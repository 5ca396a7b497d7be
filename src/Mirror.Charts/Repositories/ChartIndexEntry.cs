namespace Mirror.Charts.Repositories;

/// <summary>One version of a chart in an index.</summary>
/// <param name="Name">The chart's name.</param>
/// <param name="Version">As the index writes it.</param>
/// <param name="Addresses">Of the archive, as the index writes them: absolute, or relative to the repository.</param>
/// <param name="Digest">SHA-256 of the archive in hexadecimal; empty when the index does not tell.</param>
/// <param name="IsLibrary">Whether the chart only has definitions for others.</param>
public sealed record ChartIndexEntry(string Name, string Version, IReadOnlyList<string> Addresses, string Digest, bool IsLibrary);
