using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Model.Configuration;

namespace Mirror.Engine.Resolving.Operators.Proving;

/// <summary>Checks one package of a filtered catalog.</summary>
internal sealed class PackageProof(
    string catalog, FilteredPackage package, OperatorPackage? listed, OperatorCatalog selection, DiagnosticBag diagnostics)
{
    private string Where => $"the package '{package.Name}' in the catalog '{catalog}'";

    private SourceSpan Span => listed?.SpanOf("name") ?? selection.Span;

    public void Check()
    {
        if (package.Source.Blob is null)
        {
            diagnostics.Report(MirrorErrors.OperatorPackageInvalid, Span,
                $"There are channels or bundles but no blob 'olm.package' of {Where}. OLM refuses such a catalog as a whole.");
        }

        CheckDefaultChannel();
        CheckChannels();
        CheckBundles();
        if (package.Source.Deprecations.Count > 1)
        {
            diagnostics.Report(MirrorErrors.OperatorPackageInvalid, Span,
                $"There are {package.Source.Deprecations.Count} blobs 'olm.deprecations' of {Where}; OLM takes one.");
        }
    }

    private void CheckDefaultChannel()
    {
        if (package.DefaultChannel.Length == 0)
        {
            diagnostics.Report(MirrorErrors.OperatorDefaultChannelMissing, Span,
                $"No default channel is named by {Where}. Set 'defaultChannel' to one of its channels.");
        }
        else if (!package.Channels.Any(channel => channel.Name == package.DefaultChannel))
        {
            var names = package.Channels.Select(channel => channel.Name).ToList();
            diagnostics.Report(MirrorErrors.OperatorDefaultChannelMissing, listed?.SpanOf("defaultChannel") ?? Span,
                $"The default channel '{package.DefaultChannel}' does not exist in {Where}, "
                + (names.Count == 0
                    ? "which has no channels at all. Remove the package from the configuration."
                    : $"which has {SelectionCheck.List(names)}. Set 'defaultChannel' to one of them."));
        }
    }

    private void CheckChannels()
    {
        foreach (var channel in package.Channels)
        {
            var graph = ChannelGraph.Build(channel.Entries);
            var problems = graph.Problems.ToList();
            if (problems.Count == 0 && graph.Stranded() is { Count: > 0 } stranded)
            {
                problems.Add(new ChannelProblem(ChannelProblemKind.Stranded, stranded));
            }

            diagnostics.AddRange(problems.Select(problem => ChannelProblemText.Describe(problem, catalog, channel.Source, SpanOf(channel), Remedy(channel))));
        }

        foreach (var twice in package.Channels.GroupBy(channel => channel.Name).Where(channels => channels.Count() > 1))
        {
            diagnostics.Report(MirrorErrors.OperatorPackageInvalid, Span, $"The channel '{twice.Key}' stands {twice.Count()} times in {Where}.");
        }
    }

    private void CheckBundles()
    {
        var names = package.Bundles.Select(bundle => bundle.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var channel in package.Channels)
        {
            var missing = channel.Entries.Select(entry => entry.Name).Where(name => !names.Contains(name)).Distinct().Order(StringComparer.Ordinal).ToList();
            if (missing.Count > 0)
            {
                diagnostics.Report(MirrorErrors.ChannelEntryWithoutBundle, SpanOf(channel),
                    $"There is no bundle for the entries {SelectionCheck.List(missing)} of the channel '{channel.Name}' of {Where}. "
                    + $"OLM refuses such a catalog as a whole.{Remedy(channel)}");
            }
        }

        foreach (var bundle in package.Bundles.Where(bundle => bundle.Contradiction is not null))
        {
            diagnostics.Report(MirrorErrors.OperatorPackageInvalid, Span,
                $"The bundle '{bundle.Name}' of {Where} cannot be used: {bundle.Contradiction}. OLM refuses such a catalog as a whole.");
        }

        Report(package.Bundles.GroupBy(bundle => bundle.Name, StringComparer.Ordinal), "the name");
        Report(package.Bundles.GroupBy(bundle => bundle.VersionText ?? "", StringComparer.Ordinal)
            .Where(bundles => bundles.DistinctBy(bundle => bundle.Name).Count() > 1), "the version");

        void Report(IEnumerable<IGrouping<string, CatalogBundle>> groups, string what)
        {
            foreach (var group in groups.Where(bundles => bundles.Count() > 1))
            {
                diagnostics.Report(MirrorErrors.OperatorPackageInvalid, Span,
                    $"Several bundles of {Where} have {what} '{group.Key}': {SelectionCheck.List([.. group.Select(bundle => bundle.Name)])}. "
                    + "OLM refuses such a catalog as a whole.");
            }
        }
    }

    /// <summary>Which bound to move: the way out of a graph that the range cut at a bad place.</summary>
    private string Remedy(FilteredChannel channel)
    {
        var asked = listed?.Channels.FirstOrDefault(other => other.Name == channel.Name);
        var max = asked?.MaxVersion ?? listed?.MaxVersion;
        var min = asked?.MinVersion ?? listed?.MinVersion;
        var whole = ChannelGraph.Build(channel.Source.Entries);
        if (max is not null && whole.Chain.Count > 0 && whole.Problems.Count == 0 && whole.Chain[0].Name != channel.Head)
        {
            var head = package.Source.Bundles.FirstOrDefault(bundle => bundle.Name == whole.Chain[0].Name);
            return $" Move 'maxVersion' from '{max}' towards '{head?.Version?.ToString() ?? whole.Chain[0].Name}', which is the head of the unfiltered channel.";
        }

        return min is not null && channel.Entries.Count < channel.Source.Entries.Count ? $" Move 'minVersion' down from '{min}'."
            : channel.Entries.Count == channel.Source.Entries.Count ? " The catalog itself is at fault; select other channels, or versions without these."
            : "";
    }

    private SourceSpan SpanOf(FilteredChannel channel)
    {
        var asked = listed?.Channels.FirstOrDefault(other => other.Name == channel.Name);
        foreach (var field in (string[])["maxVersion", "minVersion"])
        {
            if (asked?.FieldSpans.TryGetValue(field, out var span) == true || listed?.FieldSpans.TryGetValue(field, out span) == true)
            {
                return span!;
            }
        }

        return asked?.Span ?? Span;
    }
}
