namespace Mirror.Charts.Discovery;

/// <summary>Steps from the value at hand to others.</summary>
internal sealed record JsonPathExpression(IReadOnlyList<JsonPath> Steps) : JsonPathPart
{
    private const int MaxResults = 100_000;

    /// <summary>What the steps lead to, in the order of the document.</summary>
    public IReadOnlyList<(string Path, object? Value)> Evaluate(object? root)
    {
        List<(string Path, object? Value)> values = [("", root)];
        foreach (var step in Steps)
        {
            values = [.. values.SelectMany(value => step.Follow(value.Path, value.Value)).Take(MaxResults + 1)];
            if (values.Count > MaxResults)
            {
                throw new ChartException(ChartFailure.Limit, $"An image path finds more than {MaxResults} values in one document.");
            }
        }

        return values;
    }
}
