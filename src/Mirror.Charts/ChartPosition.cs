namespace Mirror.Charts;

/// <summary>A place in a file of a chart.</summary>
/// <param name="Chart">Name of the chart that was rendered.</param>
/// <param name="File">Path as Helm prints it: chart name first, <c>charts/</c> between a chart and its sub-chart.</param>
/// <param name="Line">From 1; 0 when the whole file is meant.</param>
/// <param name="Column">From 1, in UTF-8 bytes as Go counts; 0 when the whole line is meant.</param>
public sealed record ChartPosition(string Chart, string File, int Line, int Column)
{
    /// <summary><c>file(line,column)</c>, without the parts that are not known.</summary>
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => File,
        (_, 0) => $"{File}({Line})",
        _ => $"{File}({Line},{Column})",
    };
}
