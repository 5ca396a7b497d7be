namespace Mirror.Charts.Loading;

/// <summary>An entry of <c>import-values</c>.</summary>
/// <param name="Child">Path in the sub-chart's values.</param>
/// <param name="Parent">Path in the parent's values; null for the top.</param>
internal sealed record ImportedValues(string Child, string? Parent);
