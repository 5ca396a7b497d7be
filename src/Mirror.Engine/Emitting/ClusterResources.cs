using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Yaml.Kubernetes;

namespace Mirror.Engine.Emitting;

/// <summary>
/// The files for a cluster, by name (SPEC 9). oc-mirror's annotations are left out: they hold a time and a version, and the same lock must give the
/// same bytes (promise 1).
/// </summary>
internal static class ClusterResources
{
    private const string DigestSets = "idms-oc-mirror.yaml";
    private const string TagSets = "itms-oc-mirror.yaml";

    /// <summary>Every name that <see cref="Of"/> may give; files of other names are not ours.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [DigestSets, TagSets, ContentSourcePolicies.FileName];

    /// <summary>Text by file name, ordered; a kind of resource that nothing needs has no file.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<PlannedImage> images, DestinationNames names, IReadOnlyList<ResourceKind> further)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add(files, DigestSets, MirrorSetRules.ByDigest(images, names), MirrorSetKind.Digest);
        Add(files, TagSets, MirrorSetRules.ByTag(images, names), MirrorSetKind.Tag);
        if (further.Contains(ResourceKind.Icsp) && ContentSourcePolicies.Of(images, names) is { Length: > 0 } policies)
        {
            files[ContentSourcePolicies.FileName] = policies;
        }

        return files;
    }

    private static void Add(SortedDictionary<string, string> files, string name, IReadOnlyList<MirrorSetEntry> entries, MirrorSetKind kind)
    {
        if (entries.Count > 0)
        {
            files[name] = KubernetesYaml.Write(entries.GroupBy(entry => entry.Category).Select(group => MirrorSet(group.Key, [.. group], kind)));
        }
    }

    private static KubernetesMap MirrorSet(MirrorSetCategory category, IReadOnlyList<MirrorSetEntry> entries, MirrorSetKind kind) => new KubernetesMap()
        .Add("apiVersion", "config.openshift.io/v1")
        .Add("kind", kind.ObjectKind)
        .Add("metadata", new KubernetesMap().Add("name", $"{kind.NamePrefix}-{MirrorSetRules.NameOf(category)}-0"))
        .Add("spec", new KubernetesMap().Add(
            kind.ListName,
            new KubernetesList(entries.Select(entry => new KubernetesMap()
                .Add("mirrors", new KubernetesList(entry.Mirrors))
                .Add("source", entry.Source)))));

    private sealed record MirrorSetKind(string ObjectKind, string NamePrefix, string ListName)
    {
        public static readonly MirrorSetKind Digest = new("ImageDigestMirrorSet", "idms", "imageDigestMirrors");
        public static readonly MirrorSetKind Tag = new("ImageTagMirrorSet", "itms", "imageTagMirrors");
    }
}
