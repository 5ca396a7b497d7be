namespace Mirror.Model.Locking;

/// <summary>The packed chart. The digest is that of the archive's bytes; a chart in a folder is packed in a way that gives the same bytes everywhere.</summary>
public sealed record LockedChartArchive(ChartOrigin Origin, Digest Digest, long Size);
