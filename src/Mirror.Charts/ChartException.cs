namespace Mirror.Charts;

/// <summary>A known failure of a chart: what is wrong and, where the chart says it, the file, line and column.</summary>
public sealed class ChartException : Exception
{
    /// <param name="failure">The part of the work that failed.</param>
    /// <param name="reason">A sentence with the particulars, without the place.</param>
    /// <param name="position">Where the failure is, innermost template first.</param>
    /// <param name="calledFrom">The places that led there by <c>include</c>, <c>template</c> and <c>tpl</c>, nearest first.</param>
    /// <param name="innerException">What the framework said.</param>
    public ChartException(
        ChartFailure failure,
        string reason,
        ChartPosition? position = null,
        IReadOnlyList<ChartPosition>? calledFrom = null,
        Exception? innerException = null)
        : base(Describe(reason, position, calledFrom ?? []), innerException)
    {
        Failure = failure;
        Reason = reason;
        Position = position;
        CalledFrom = calledFrom ?? [];
    }

    /// <summary>The part of the work that failed.</summary>
    public ChartFailure Failure { get; }

    /// <summary>What is wrong, without the place; of <c>required</c> and <c>fail</c> with the chart's own message.</summary>
    public string Reason { get; }

    /// <summary>Where it is wrong, when that is one place.</summary>
    public ChartPosition? Position { get; }

    /// <summary>The calls that led there, nearest first; empty when the place is in the template that was rendered.</summary>
    public IReadOnlyList<ChartPosition> CalledFrom { get; }

    private static string Describe(string reason, ChartPosition? position, IReadOnlyList<ChartPosition> calledFrom)
    {
        var place = position is null ? "" : $"{position}: ";
        var trail = calledFrom.Count == 0 ? "" : $" (called from {string.Join(", from ", calledFrom)})";
        return place + reason + trail;
    }
}
