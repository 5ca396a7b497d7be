using System.Text.Json;
using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Samples.Releases;

/// <summary>
/// The update graph of the sample releases, and the data that it is made of. <c>stable-4.20</c> and <c>fast-4.20</c> have 4.20.8, 4.20.9 and the update between
/// them; <c>candidate-4.20</c> also 4.20.10, whose update has a risk.
/// </summary>
public static class SampleUpdateGraph
{
    /// <summary>What the update to 4.20.10 depends on.</summary>
    public const string RiskName = "SampleRisk";

    private const string RiskMessage = "Clusters that mount sample volumes may lose their samples.";
    private const string RiskUrl = "https://errata.mirror.invalid/SAMPLE-RISK";
    private const string FirstVersion = "4.20.8";
    private const string SecondVersion = "4.20.9";
    private const string ThirdVersion = "4.20.10";

    /// <summary>The channels, ordered, with their versions.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Channels { get; } = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["candidate-4.20"] = [FirstVersion, SecondVersion, ThirdVersion],
        ["fast-4.20"] = [FirstVersion, SecondVersion],
        ["stable-4.20"] = [FirstVersion, SecondVersion],
    };

    /// <summary>What the service answers about a channel and an architecture; an empty graph for those that it does not know, like the real one.</summary>
    public static byte[] Answer(string channel, string architecture)
    {
        var releases = SampleReleases.All.Where(release => release.Architecture == architecture).ToDictionary(release => release.Version);
        List<string> versions = [.. Channels.GetValueOrDefault(channel, []).Where(releases.ContainsKey)];
        return SampleJson.Write(writer =>
        {
            writer.WriteNumber("version", 1);
            writer.WriteStartArray("nodes");
            foreach (var version in versions)
            {
                WriteNode(writer, releases[version]);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("edges");
            if (versions.Count > 0)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(versions.IndexOf(FirstVersion));
                writer.WriteNumberValue(versions.IndexOf(SecondVersion));
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("conditionalEdges");
            if (versions.Contains(ThirdVersion))
            {
                WriteConditionalEdge(writer);
            }

            writer.WriteEndArray();
        });
    }

    /// <summary>The repository of graph data as the service hands it out, a tar in gzip.</summary>
    public static byte[] Data()
    {
        var tar = new TarBuilder()
            .Folder("./")
            .Folder("./blocked-edges/")
            .File(
                $"./blocked-edges/{ThirdVersion}-sample-risk.yaml",
                $"to: {ThirdVersion}\nfrom: 4[.]20[.]9[+].*\nurl: {RiskUrl}\nname: {RiskName}\nmessage: {RiskMessage}\nmatchingRules:\n- type: Always\n")
            .Folder("./channels/");
        foreach (var (channel, versions) in Channels)
        {
            tar.File($"./channels/{channel}.yaml", $"name: {channel}\nversions:\n{string.Concat(versions.Select(version => $"- {version}\n"))}");
        }

        return StoredGzip.Wrap(tar.Folder("./raw/").File("./raw/metadata.json", "{}\n").File("./version", "1.1.0\n").ToArray());
    }

    private static void WriteNode(Utf8JsonWriter writer, SampleRelease release)
    {
        writer.WriteStartObject();
        writer.WriteString("version", release.Version);
        writer.WriteString("payload", release.Reference);
        writer.WriteStartObject("metadata");
        writer.WriteString(
            "io.openshift.upgrades.graph.release.channels",
            string.Join(',', Channels.Where(channel => channel.Value.Contains(release.Version)).Select(channel => channel.Key)));
        writer.WriteString("io.openshift.upgrades.graph.release.manifestref", release.Payload.Digest.ToString());
        if (release.Architecture == "multi")
        {
            writer.WriteString("release.openshift.io/architecture", release.Architecture);
        }

        writer.WriteString("url", release.Errata);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteConditionalEdge(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("edges");
        writer.WriteStartObject();
        writer.WriteString("from", SecondVersion);
        writer.WriteString("to", ThirdVersion);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartArray("risks");
        writer.WriteStartObject();
        writer.WriteString("url", RiskUrl);
        writer.WriteString("name", RiskName);
        writer.WriteString("message", RiskMessage);
        writer.WriteStartArray("matchingRules");
        writer.WriteStartObject();
        writer.WriteString("type", "Always");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
