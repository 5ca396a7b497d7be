using Mirror.Model.Configuration;

namespace Mirror.Engine.Resolving;

/// <summary>Which kinds of content can be resolved. What cannot is an error before anything is done, never left out silently.</summary>
internal static class ResolvableKinds
{
    /// <exception cref="MirrorException">MIR2012, one for each entry of another kind.</exception>
    public static void Ensure(IReadOnlyList<ISourceEntry> entries)
    {
        var diagnostics = new DiagnosticBag();
        foreach (var entry in entries.Where(entry => entry is not (AdditionalImage or OperatorCatalog or ReleaseChannelSource or UpgradePathSource or ReleaseImageSource or GraphSource)))
        {
            diagnostics.Report(
                MirrorErrors.KindNotResolvable,
                entry.Span,
                $"'{entry.SourceKey}' is read but cannot be resolved by this version, so nothing is mirrored. Remove the entry, or use a version that resolves it.");
        }

        foreach (var image in entries.OfType<AdditionalImage>().Where(image => image.Signatures is not (null or SignaturePolicy.Ignore)))
        {
            diagnostics.Report(
                MirrorErrors.KindNotResolvable,
                image.SpanOf("signatures"),
                $"'{image.SourceKey}' asks for signatures, which this version does not carry. Leave 'signatures' out, set it to 'ignore', or use a version that carries them.");
        }

        diagnostics.ThrowIfErrors();
    }
}
