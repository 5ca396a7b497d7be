using Mirror.Engine.Options;
using Mirror.Engine.Planning;
using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Yaml.Kubernetes;

namespace Mirror.Engine.Emitting;

/// <summary>What makes a cluster use the mirrored catalogs (SPEC 9.3, 9.4): a CatalogSource and a ClusterCatalog for each, without oc-mirror's annotations.</summary>
internal static class CatalogResources
{
    /// <summary>The API of a CatalogSource.</summary>
    public const string SourceApi = "operators.coreos.com/v1alpha1";

    /// <summary>The kind of a CatalogSource.</summary>
    public const string SourceKind = "CatalogSource";

    private const string ClusterApi = "olm.operatorframework.io/v1";
    private const string ClusterKind = "ClusterCatalog";
    private const string SourcePrefix = "cs-";
    private const string LegacyPrefix = "catalogSource-cs-";
    private const string ClusterPrefix = "cc-";
    private const string Extension = ".yaml";

    /// <summary>Text by file name, ordered.</summary>
    /// <param name="templates">What CatalogSources are made of, by the key of the source.</param>
    public static IReadOnlyDictionary<string, string> Of(
        LockFile lockFile, DestinationNames names, CatalogReference reference, IReadOnlyDictionary<string, KubernetesMap> templates)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var catalogs = lockFile.Sources.Values.OfType<LockedOperatorSource>().Where(source => !source.IsCatalogBlocked).ToList();
        var objects = CatalogNames.Of(catalogs.Select(catalog => names.Of(catalog.Target)));
        foreach (var catalog in catalogs)
        {
            var target = names.Of(catalog.Target);
            var image = ImageOf(catalog, target, names, reference);
            var name = objects[target];
            files[$"{SourcePrefix}{name}{Extension}"] = Source($"{SourcePrefix}{name}", image, templates.GetValueOrDefault(catalog.Key));
            files[$"{ClusterPrefix}{name}{Extension}"] = Cluster($"{ClusterPrefix}{name}", image);
        }

        return files;
    }

    /// <summary>CatalogSources under the names that oc-mirror v1 gave them (SPEC 2.12), which Subscriptions of old clusters have.</summary>
    public static IReadOnlyDictionary<string, string> LegacyOf(
        LockFile lockFile, DestinationNames names, CatalogReference reference, IReadOnlyDictionary<string, KubernetesMap> templates)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var catalogs = lockFile.Sources.Values.OfType<LockedOperatorSource>().Where(source => !source.IsCatalogBlocked).ToList();
        var objects = CatalogNames.LegacyOf(catalogs.Select(catalog => names.Of(catalog.Target)));
        foreach (var catalog in catalogs)
        {
            var target = names.Of(catalog.Target);
            var name = $"{SourcePrefix}{objects[target]}";
            files[$"{LegacyPrefix}{objects[target]}{Extension}"] = Source(name, ImageOf(catalog, target, names, reference), templates.GetValueOrDefault(catalog.Key));
        }

        return files;
    }

    private static string ImageOf(LockedOperatorSource catalog, TargetName target, DestinationNames names, CatalogReference reference) => reference == CatalogReference.Tag
        ? $"{names.Registry}/{target}"
        : $"{names.Registry}/{target.Repository}@{catalog.CatalogDigest}";

    /// <summary>Whether a file of the output folder was written here, by an earlier run.</summary>
    public static bool IsOurs(string fileName, string text) =>
        fileName.EndsWith(Extension, StringComparison.Ordinal)
        && (((fileName.StartsWith(SourcePrefix, StringComparison.Ordinal) || fileName.StartsWith(LegacyPrefix, StringComparison.Ordinal))
                && text.StartsWith($"---\napiVersion: {SourceApi}\nkind: {SourceKind}\n", StringComparison.Ordinal))
            || (fileName.StartsWith(ClusterPrefix, StringComparison.Ordinal) && text.StartsWith($"---\napiVersion: {ClusterApi}\nkind: {ClusterKind}\n", StringComparison.Ordinal)));

    private static string Source(string name, string image, KubernetesMap? template)
    {
        var metadata = Copy(template, "metadata");
        metadata["name"] = name;
        metadata["namespace"] = "openshift-marketplace";
        var spec = Copy(template, "spec");
        spec["image"] = image;
        spec["sourceType"] = "grpc";
        return KubernetesYaml.Write(new KubernetesMap()
            .Add("apiVersion", SourceApi)
            .Add("kind", SourceKind)
            .Add("metadata", metadata)
            .Add("spec", spec));
    }

    private static string Cluster(string name, string image) => KubernetesYaml.Write(new KubernetesMap()
        .Add("apiVersion", ClusterApi)
        .Add("kind", ClusterKind)
        .Add("metadata", new KubernetesMap().Add("name", name))
        .Add("spec", new KubernetesMap()
            .Add("priority", 0)
            .Add("source", new KubernetesMap()
                .Add("image", new KubernetesMap().Add("ref", image))
                .Add("type", "Image"))));

    /// <summary>Templates are shared; what a cluster fills in itself is not taken from them.</summary>
    private static KubernetesMap Copy(KubernetesMap? template, string field)
    {
        var copy = new KubernetesMap();
        foreach (var (key, value) in template?.FirstOrDefault(entry => entry.Key == field).Value as KubernetesMap ?? [])
        {
            if (key is not ("creationTimestamp" or "generation" or "resourceVersion" or "uid" or "managedFields"))
            {
                copy[key] = value;
            }
        }

        return copy;
    }
}
