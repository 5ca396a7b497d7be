namespace Mirror.Charts.Values;

/// <summary>Values that people give to a chart, over the chart's own.</summary>
public sealed class ChartValues
{
    private ChartValues(GoMap map) => Map = map;

    /// <summary>Nothing is given: the chart's own values hold.</summary>
    public static ChartValues Empty { get; } = new(new GoMap());

    internal GoMap Map { get; }

    /// <summary>Reads a file of values.</summary>
    /// <param name="yaml">A mapping, read as Helm reads it (YAML 1.1).</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="ChartException">The text is not YAML or not a mapping.</exception>
    public static ChartValues Parse(string yaml, string source) => new(ValuesReader.Read(yaml, new ChartPosition("", source, 0, 0)));

    /// <summary>These values with others over them, as Helm does it with several files: mappings are merged, everything else is replaced.</summary>
    public ChartValues MergedWith(ChartValues above) => new(ValueMerge.Overlay(Map, above.Map));
}
