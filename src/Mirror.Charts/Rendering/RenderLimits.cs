namespace Mirror.Charts.Rendering;

/// <summary>How much one rendering may use: a chart is foreign code. The defaults are many times what the largest public charts need.</summary>
public sealed record RenderLimits
{
    /// <summary>Evaluated nodes and, for costly functions, as many as the work is worth.</summary>
    public long MaxSteps { get; init; } = 20_000_000;

    /// <summary>Characters written by templates and made by functions, all together.</summary>
    public long MaxText { get; init; } = 96 * 1024 * 1024;

    /// <summary>Characters of all rendered templates together: what is read as YAML afterwards.</summary>
    public long MaxOutput { get; init; } = 24 * 1024 * 1024;

    /// <summary>Templates that call each other by <c>include</c>, <c>template</c> and <c>tpl</c>; Helm itself stops at 1000.</summary>
    public int MaxCallDepth { get; init; } = 1000;

    /// <summary>Time by the clock of the options.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(60);
}
