using Mirror.Model.Configuration;

namespace Mirror.Engine.Resolving;

/// <summary>Which kinds of content cannot be brought: those are an error before anything is done, never left out silently.</summary>
internal static class ResolvableKinds
{
    /// <exception cref="MirrorException">MIR2012, one for each entry that asks for image signatures.</exception>
    public static void Ensure(IReadOnlyList<ISourceEntry> entries)
    {
        var diagnostics = new DiagnosticBag();
        foreach (var image in entries.OfType<AdditionalImage>().Where(image => image.Signatures is not (null or SignaturePolicy.Ignore)))
        {
            diagnostics.Report(
                MirrorErrors.KindNotResolvable,
                image.SpanOf("signatures"),
                $"'{image.SourceKey}' asks for signatures, which this version does not carry. Leave 'signatures' out, set it to 'ignore', or use a version that carries them.");
        }

        foreach (var chart in entries.OfType<HelmChartSource>().Where(entry => entry.Chart.Signatures is not (null or SignaturePolicy.Ignore)))
        {
            diagnostics.Report(
                MirrorErrors.KindNotResolvable,
                chart.Chart.SpanOf("signatures"),
                $"'{chart.SourceKey}' asks for signatures, which this version does not carry. Leave 'signatures' out, set it to 'ignore', or use a version that carries them.");
        }

        diagnostics.ThrowIfErrors();
    }
}
