namespace Mirror.Charts.Loading;

/// <summary>A file of a chart.</summary>
/// <param name="Path">Relative to the chart's folder, with forward slashes.</param>
/// <param name="Data">All of it.</param>
public sealed record ChartFile(string Path, ReadOnlyMemory<byte> Data);
