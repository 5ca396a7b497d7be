using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Configuration;
using Mirror.Model.Versions;
using Mirror.Oci.Content;

namespace Mirror.Engine.Listing;

/// <summary>Versions and channels of OpenShift (SPEC 2.11), from the repository of its releases and from the update service.</summary>
internal sealed partial class ReleaseListing(Func<ITagSource> tags, Func<UpdateGraphClient> graphs)
{
    private const string DefaultArchitecture = "amd64";
    private static readonly string[] Architectures = ["amd64", "arm64", "s390x", "ppc64le", "multi"];
    private static readonly ImageReference Repository = ImageReference.Docker("quay.io", "openshift-release-dev/ocp-release");

    /// <summary>Every minor version that there are releases of.</summary>
    public async Task<string> ListMinorsAsync(CancellationToken cancellationToken)
    {
        var found = await tags().FindTagsAsync(Repository, cancellationToken).ConfigureAwait(false)
            ?? throw MirrorErrors.ListNotFound.Exception($"There is no repository '{Repository.Name}' at its source.");
        var minors = found.Where(tag => !tag.EndsWith(".sig", StringComparison.Ordinal))
            .Select(tag => MinorVersion().Match(tag))
            .Where(match => match.Success)
            .Select(match => (Major: int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), Minor: int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)))
            .Distinct()
            .Order();
        var text = new StringBuilder("Available OpenShift Container Platform release versions:\n");
        foreach (var (major, minor) in minors)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {major}.{minor}\n");
        }

        return text.ToString();
    }

    /// <summary>The channels that the releases of a minor version are in.</summary>
    public async Task<string> ListChannelsAsync(string minor, CancellationToken cancellationToken)
    {
        var graph = await graphs().GetAsync(ReleaseChannelType.Ocp, $"stable-{minor}", DefaultArchitecture, cancellationToken).ConfigureAwait(false);
        var channels = graph.Nodes.SelectMany(node => node.Channels).Distinct().Order(StringComparer.Ordinal).ToList();
        return channels.Count == 0
            ? throw NoVersions($"stable-{minor}")
            : $"Listing channels for version {minor}:\n\n{string.Concat(channels.Select(channel => $"{channel}\n"))}";
    }

    /// <summary>The versions of a channel, for each architecture.</summary>
    /// <param name="minor">Only versions of this minor version; null for all that the channel has.</param>
    public async Task<string> ListVersionsAsync(string channel, string? minor, IReadOnlyList<string> architectures, CancellationToken cancellationToken)
    {
        var wrong = architectures.Except(Architectures, StringComparer.Ordinal).ToList();
        if (wrong.Count > 0)
        {
            throw MirrorErrors.ListUnclear.Exception($"There is no architecture '{string.Join("', '", wrong)}'; expected '{string.Join("', '", Architectures)}'.");
        }

        var text = new StringBuilder();
        if (channel.StartsWith("stable", StringComparison.Ordinal))
        {
            text.Append("Listing stable channels. Use --channel=<name> to filter.\n")
                .Append(CultureInfo.InvariantCulture, $"Use './build.sh --target List --releases --channels --minor {minor ?? channel[(channel.IndexOf('-', StringComparison.Ordinal) + 1)..]}' to discover other channels.\n\n");
        }

        foreach (var architecture in architectures.DefaultIfEmpty(DefaultArchitecture))
        {
            var graph = await graphs().GetAsync(ReleaseChannelType.Ocp, channel, architecture, cancellationToken).ConfigureAwait(false);
            var versions = graph.Nodes.Select(node => node.Version).Where(version => minor is null || $"{version.Major}.{version.Minor}" == minor).ToList();
            if (versions.Count == 0)
            {
                throw NoVersions(channel);
            }

            text.Append(CultureInfo.InvariantCulture, $"Channel: {channel}\nArchitecture: {architecture}\n");
            foreach (var version in versions)
            {
                text.Append(version).Append('\n');
            }
        }

        return text.ToString();
    }

    private static MirrorException NoVersions(string channel) =>
        MirrorErrors.ListNotFound.Exception($"The channel '{channel}' has no versions: it does not exist, or not for this architecture.");

    [GeneratedRegex(@"^(\d{1,4})\.(\d{1,4})\.", RegexOptions.CultureInvariant)]
    private static partial Regex MinorVersion();
}
