using Mirror.Model.Configuration;
using Mirror.Model.Policies;
using Mirror.Model.Versions;

namespace Mirror.Engine.Policies;

/// <summary>The rule that each range of the configuration names one version, so that a refresh brings only what somebody has written down.</summary>
internal static class PinnedRanges
{
    public static IReadOnlyList<PolicyFinding> Judge(PolicyRule rule, ImageSetConfiguration configuration) => LockRules.Bound(
        rule,
        Channels(configuration).Concat(Operators(configuration)).Concat(Charts(configuration)).Select(open => new PolicyFinding(rule, $"{open}.")));

    private static IEnumerable<string> Channels(ImageSetConfiguration configuration) =>
        from channel in configuration.Platform is { Release: null } platform ? platform.Channels : []
        where channel.MinVersion is null || channel.MinVersion != channel.MaxVersion
        select $"the channel '{channel.Name}' at {channel.Span} is not pinned to one version; give it the same 'minVersion' and 'maxVersion'";

    private static IEnumerable<string> Operators(ImageSetConfiguration configuration)
    {
        foreach (var catalog in configuration.Operators)
        {
            if (catalog.Packages.Count == 0)
            {
                yield return $"the catalog '{catalog.Catalog}' at {catalog.Span} brings every operator; list 'packages', each with the same 'minVersion' and 'maxVersion'";
            }

            foreach (var package in catalog.Packages.Where(package => !IsPinned(package.MinVersion, package.MaxVersion)))
            {
                var open = package.Channels.Where(channel => !IsPinned(channel.MinVersion, channel.MaxVersion)).ToList();
                if (package.Channels.Count == 0)
                {
                    yield return $"the operator '{package.Name}' at {package.Span} is not pinned to one version; give it the same 'minVersion' and 'maxVersion'";
                }

                foreach (var channel in open)
                {
                    yield return $"the channel '{channel.Name}' of the operator '{package.Name}' at {channel.Span} is not pinned to one version; give it the same 'minVersion' and 'maxVersion'";
                }
            }
        }
    }

    private static IEnumerable<string> Charts(ImageSetConfiguration configuration)
    {
        foreach (var repository in configuration.Helm?.Repositories ?? [])
        {
            if (repository.Charts is null)
            {
                yield return $"the chart repository '{repository.Address}' at {repository.Span} brings every chart; list 'charts', each with a 'version'";
            }

            foreach (var chart in repository.Charts ?? [])
            {
                if (!SemanticVersion.TryParse(chart.Version is ['v', ..] ? chart.Version[1..] : chart.Version, out _))
                {
                    yield return $"the chart '{chart.Name}' at {chart.Span} is not pinned to one version; give it a whole 'version', such as '1.2.3'";
                }
            }
        }
    }

    private static bool IsPinned(VersionBound? least, VersionBound? most) => least is { Parts: 3 } && least == most;
}
