namespace Mirror.Charts.Rendering;

/// <summary>A failure that does not know its place yet; whoever evaluates the template adds it and throws a <see cref="ChartException"/>.</summary>
internal sealed class FunctionException(string message, ChartFailure failure = ChartFailure.Rendering, Exception? innerException = null)
    : Exception(message, innerException)
{
    public ChartFailure Failure => failure;
}
