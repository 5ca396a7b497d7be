namespace Mirror.Charts;

/// <summary>Which part of the work on a chart failed; callers choose their error code by it.</summary>
public enum ChartFailure
{
    /// <summary>The chart cannot be read: no such file, bad archive, bad metadata, a dependency that is missing.</summary>
    Loading,

    /// <summary>A values file or the chart's own values cannot be read or merged.</summary>
    Values,

    /// <summary>A template is not valid in the template language, or names a function that does not exist here.</summary>
    Syntax,

    /// <summary>A template failed while it ran.</summary>
    Rendering,

    /// <summary>The chart asks, with <c>required</c> or <c>fail</c>, for values that were not given.</summary>
    RequiredValue,

    /// <summary>What the templates made is not YAML.</summary>
    Manifest,

    /// <summary>A limit on size, count, depth or time was reached: the chart is refused.</summary>
    Limit,

    /// <summary>An image path is not a JSONPath template as kubectl has it.</summary>
    ImagePath,
}
