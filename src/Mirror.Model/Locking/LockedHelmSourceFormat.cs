using System.Text.Json;
using Mirror.Model.Planning;
using Mirror.Model.Versions;

namespace Mirror.Model.Locking;

/// <summary>
/// How an entry of <c>helm</c> stands in the lock file. A block for each chart and version, so that a repository's new version is a block that is added; a line
/// for each image, so that a moved tag is one changed line.
/// </summary>
internal static class LockedHelmSourceFormat
{
    private static readonly SemanticVersion _noVersion = SemanticVersion.Parse("0.0.0-0");

    public static LockedSource Read(string key, LockJson json)
    {
        var node = LockNode.OfSource(key, json);
        var source = new LockedHelmSource
        {
            Key = key,
            InputHash = node.Digest("inputHash"),
            Requested = node.Text("requested"),
            Platforms = [.. node.Platforms()],
            ValuesFiles = node.Has("valuesFiles") ? ReadValuesFiles(node.Member("valuesFiles")) : new SortedDictionary<string, Digest>(StringComparer.Ordinal),
            Charts = [.. node.Member("charts").Members().Select(ReadChart)],
        };
        node.RefuseUnread();
        return source;
    }

    public static void Write(LockWriter writer, LockedHelmSource source)
    {
        writer.Platforms(source.Platforms);
        if (source.ValuesFiles.Count > 0)
        {
            writer.Object("valuesFiles", () =>
            {
                foreach (var (path, digest) in source.ValuesFiles.OrderBy(file => file.Key, StringComparer.Ordinal))
                {
                    writer.Text(path, digest.ToString());
                }
            });
        }

        writer.Object("charts", () =>
        {
            foreach (var chart in Sorted(source.Charts))
            {
                writer.Object(chart.Id, () => WriteChart(writer, chart));
            }
        });
    }

    private static IEnumerable<LockedChart> Sorted(IEnumerable<LockedChart> charts) => charts
        .OrderBy(chart => chart.Name, StringComparer.Ordinal)
        .ThenBy(chart => SemanticVersion.TryParseLoose(chart.Version, out var version, out _) ? version : _noVersion, SemanticVersion.TotalOrder)
        .ThenBy(chart => chart.Version, StringComparer.Ordinal);

    private static void WriteChart(LockWriter writer, LockedChart chart)
    {
        writer.Leaf("archive", leaf =>
        {
            WriteOrigin(leaf, chart.Archive.Origin);
            leaf.WriteString("digest", chart.Archive.Digest.ToString());
            leaf.WriteNumber("size", chart.Archive.Size);
        });
        if (chart.Artifact is { } artifact)
        {
            writer.Leaf("derived", leaf =>
            {
                leaf.WriteString("artifact", artifact.Digest.ToString());
                leaf.WriteNumber("size", artifact.Size);
                leaf.WriteString("target", artifact.Target.ToString());
            });
        }

        writer.Object("images", () =>
        {
            foreach (var image in chart.Images.OrderBy(image => image.Reference.ToString(), StringComparer.Ordinal))
            {
                writer.Leaf(image.Reference.ToString(), leaf => WriteImage(leaf, image));
            }
        });
    }

    private static void WriteOrigin(Utf8JsonWriter leaf, ChartOrigin origin)
    {
        switch (origin)
        {
            case ChartUrl url:
                leaf.WriteString("url", url.Address.AbsoluteUri);
                break;
            case ChartImage image:
                leaf.WriteString("image", image.Image.ToString());
                break;
            case ChartPath path:
                leaf.WriteString("path", path.Path);
                break;
            default:
                throw new ArgumentException($"'{origin.GetType().Name}' has no format.", nameof(origin));
        }
    }

    private static void WriteImage(Utf8JsonWriter leaf, LockedChartImage image)
    {
        leaf.WriteString("image", image.Resolved.Image.ToString());
        leaf.WriteNumber("size", image.Resolved.Size);
        leaf.WriteStartArray("because");
        foreach (var place in image.Because)
        {
            leaf.WriteStringValue(place);
        }

        leaf.WriteEndArray();
    }

    private static SortedDictionary<string, Digest> ReadValuesFiles(LockNode node)
    {
        var files = new SortedDictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var file in node.Members())
        {
            files[file.Name] = node.Digest(file.Name);
        }

        return files;
    }

    private static LockedChart ReadChart(LockNode node)
    {
        var colon = node.Name.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == node.Name.Length - 1)
        {
            throw node.Invalid($"'{node.Name}' is not 'chart:version'");
        }

        var chart = new LockedChart(node.Name[..colon], node.Name[(colon + 1)..], ReadArchive(node.Member("archive")))
        {
            Artifact = node.Has("derived") ? ReadArtifact(node.Member("derived")) : null,
            Images = [.. node.Member("images").Members().Select(ReadImage)],
        };
        node.RefuseUnread();
        return chart;
    }

    private static LockedChartArchive ReadArchive(LockNode node)
    {
        var archive = new LockedChartArchive(ReadOrigin(node), node.Digest("digest"), node.Integer("size"));
        node.RefuseUnread();
        return archive;
    }

    private static ChartOrigin ReadOrigin(LockNode node)
    {
        if (node.Has("image"))
        {
            return new ChartImage(node.Reference("image"));
        }

        if (node.Has("path"))
        {
            return new ChartPath(node.Text("path"));
        }

        var text = node.Text("url");
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.UserInfo.Length == 0
            ? new ChartUrl(url)
            : throw node.Member("url").Invalid($"'{text}' is not an http or https address without user information");
    }

    private static LockedChartArtifact ReadArtifact(LockNode node)
    {
        var artifact = new LockedChartArtifact(node.Digest("artifact"), node.Integer("size"), node.Member("target").AsTarget());
        node.RefuseUnread();
        return artifact;
    }

    private static LockedChartImage ReadImage(LockNode node)
    {
        if (!ImageReference.TryParse(node.Name, out var reference, out var problem))
        {
            throw node.Invalid($"'{node.Name}' is not an image reference: {problem}");
        }

        var image = node.Reference("image");
        if (image.Name != reference.Name || (reference.Digest is { } wanted && image.Digest != wanted))
        {
            throw node.Invalid($"'{image}' is not an image that '{reference}' can mean");
        }

        var resolved = new LockedImage(image, node.Integer("size"));
        var because = node.Member("because");
        IReadOnlyList<string> places = [.. because.Items().Select(item => item.AsText())];
        node.RefuseUnread();
        return places.Count > 0 ? new LockedChartImage(reference, resolved, places) : throw because.Invalid("'because' is empty");
    }
}
