using System.Globalization;
using System.Text;
using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Yaml.Kubernetes;

namespace Mirror.Engine.Emitting;

/// <summary>
/// <c>ImageContentSourcePolicy</c> as oc-mirror v1 wrote it (SPEC 2.12), for clusters that don't know mirror sets: an object for each kind of content, cut where it
/// would be larger than a cluster takes. v1 gave every part the number 0, so that each replaced the one before it; here they count.
/// </summary>
internal static class ContentSourcePolicies
{
    /// <summary>Under this name v1 wrote them.</summary>
    public const string FileName = "imageContentSourcePolicy.yaml";

    /// <summary>Bytes of one object at most, as in v1: what <c>oc apply</c> keeps in an annotation has a limit.</summary>
    public const int SizeLimit = 250_000;

    /// <summary>The file's text; empty when nothing is redirected.</summary>
    public static string Of(IReadOnlyList<PlannedImage> images, DestinationNames names, int sizeLimit = SizeLimit) =>
        KubernetesYaml.Write(MirrorSetRules.All(images, names).GroupBy(entry => entry.Category).SelectMany(group => Policies(group.Key, [.. group], sizeLimit)));

    private static IEnumerable<KubernetesMap> Policies(MirrorSetCategory category, IReadOnlyList<MirrorSetEntry> entries, int sizeLimit)
    {
        var number = 0;
        var part = new List<KubernetesMap>();
        var overhead = SizeOf(Policy(category, number, []));
        var size = overhead;
        foreach (var entry in entries.Select(Entry))
        {
            // With room for a longer number and for the layout inside the list.
            var entrySize = SizeOf(new KubernetesList([entry])) + (4 * 8);
            if (part.Count > 0 && size + entrySize > sizeLimit)
            {
                yield return Policy(category, number++, part);
                part = [];
                size = overhead;
            }

            part.Add(entry);
            size += entrySize;
        }

        yield return Policy(category, number, part);
    }

    private static KubernetesMap Policy(MirrorSetCategory category, int number, IEnumerable<KubernetesNode> entries)
    {
        var metadata = new KubernetesMap();
        if (category == MirrorSetCategory.Operator)
        {
            metadata.Add("labels", new KubernetesMap().Add("operators.openshift.org/catalog", "true"));
        }

        return new KubernetesMap()
            .Add("apiVersion", "operator.openshift.io/v1alpha1")
            .Add("kind", "ImageContentSourcePolicy")
            .Add("metadata", metadata.Add("name", string.Create(CultureInfo.InvariantCulture, $"{MirrorSetRules.NameOf(category)}-{number}")))
            .Add("spec", new KubernetesMap().Add("repositoryDigestMirrors", new KubernetesList(entries)));
    }

    private static KubernetesMap Entry(MirrorSetEntry entry) => new KubernetesMap().Add("mirrors", new KubernetesList(entry.Mirrors)).Add("source", entry.Source);

    private static int SizeOf(KubernetesNode node) => Encoding.UTF8.GetByteCount(KubernetesYaml.Write(node));
}
