using Mirror.Charts.Yaml;

namespace Mirror.Charts.Values;

/// <summary>A file of values: a mapping, or nothing.</summary>
internal static class ValuesReader
{
    public static GoMap Read(string text, ChartPosition position)
    {
        try
        {
            return YamlReader.Read(text) switch
            {
                null => new GoMap(),
                GoMap map => map,
                var other => throw new ChartException(ChartFailure.Values, $"Values are a mapping, not a value of type {GoTypes.NameOf(other)}.", position),
            };
        }
        catch (YamlException e)
        {
            throw new ChartException(ChartFailure.Values, $"The values are not YAML: {e.Message}", position with { Line = e.Line }, innerException: e);
        }
    }
}
