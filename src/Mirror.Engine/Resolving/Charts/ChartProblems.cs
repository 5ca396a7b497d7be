using Mirror.Charts;
using Mirror.Model.Configuration;

namespace Mirror.Engine.Resolving.Charts;

/// <summary>Failures of charts as diagnostics at the entry of the configuration that asks for the chart.</summary>
internal static class ChartProblems
{
    /// <param name="chart">As messages call the chart: name and version, or the path.</param>
    /// <param name="entry">Null for a chart that no entry lists, because all of a repository are taken.</param>
    public static MirrorException Of(ChartException failure, string chart, HelmChart? entry)
    {
        var message = $"The chart '{chart}': {failure.Message}{(failure.Message.EndsWith('.') ? "" : ".")}";
        var span = failure.Failure == ChartFailure.ImagePath ? entry?.SpanOf("imagePaths") : entry?.Span;
        return new MirrorException([CodeOf(failure.Failure).Diagnostic(message + Cure(failure.Failure, entry), span)], failure);
    }

    private static string Cure(ChartFailure failure, HelmChart? entry) => (failure, entry) switch
    {
        (ChartFailure.RequiredValue, not null) => " Give it with 'values' or 'valuesFiles' of this entry.",
        _ => "",
    };

    private static ErrorCode CodeOf(ChartFailure failure) => failure switch
    {
        ChartFailure.Loading => MirrorErrors.ChartUnreadable,
        ChartFailure.Values => MirrorErrors.ChartValuesInvalid,
        ChartFailure.Syntax => MirrorErrors.ChartTemplateInvalid,
        ChartFailure.Rendering => MirrorErrors.ChartRenderingFailed,
        ChartFailure.RequiredValue => MirrorErrors.ChartValueRequired,
        ChartFailure.Manifest => MirrorErrors.ChartManifestInvalid,
        ChartFailure.Limit => MirrorErrors.ChartTooLarge,
        ChartFailure.ImagePath => MirrorErrors.ChartImagePathInvalid,
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "unknown failure"),
    };
}
