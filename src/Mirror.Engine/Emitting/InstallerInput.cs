using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Yaml.Kubernetes;

namespace Mirror.Engine.Emitting;

/// <summary>
/// The part of an <c>install-config.yaml</c> that makes the agent-based and the bare-metal installer take a release from the mirror: what the ImageDigestMirrorSets say, in
/// one list, and the authorities to trust. No Kubernetes resource, so it does not lie among those.
/// </summary>
internal static class InstallerInput
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "install-config-images.yaml";

    /// <summary>The text; null when the lock has no release to install.</summary>
    /// <param name="trustBundle">Certificates in PEM; null for none.</param>
    public static string? Of(IReadOnlyList<PlannedImage> images, DestinationNames names, string? trustBundle)
    {
        if (!images.Any(image => image.Kind == ImageKind.Release))
        {
            return null;
        }

        var sources = MirrorSetRules.ByDigest(images, names)
            .GroupBy(entry => entry.Source, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new KubernetesMap()
                .Add("mirrors", new KubernetesList(group.SelectMany(entry => entry.Mirrors).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)))
                .Add("source", group.Key));
        var root = new KubernetesMap();
        if (trustBundle is not null)
        {
            root.Add("additionalTrustBundle", trustBundle);
        }

        // Without the mark of a new document: people paste it into theirs.
        return KubernetesYaml.Write(root.Add("imageDigestSources", new KubernetesList(sources)))["---\n".Length..];
    }
}
