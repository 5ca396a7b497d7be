namespace Mirror.Yaml.Configuration;

/// <summary>The schema of <c>mirror.openshift.io/v2alpha1</c> (SPEC 1.2) with the extensions of this product, and what became of v1 (SPEC 1.6).</summary>
internal static class Schemas
{
    private static readonly Dictionary<string, string> _removedRanges = new(StringComparer.OrdinalIgnoreCase)
    {
        ["startingVersion"] = "write 'minVersion'",
        ["startingBundle"] = "write 'minVersion' with the version of the bundle",
        ["minBundle"] = "write 'minVersion' with the version of the bundle",
        ["bundles"] = "write 'minVersion' and 'maxVersion', the same version in both for a single bundle",
        ["selectedBundles"] = "write 'minVersion' and 'maxVersion', the same version in both for a single bundle",
        ["versions"] = "write 'minVersion' and 'maxVersion'",
    };

    public static SettingSchema ImageSet { get; } = new("ImageSetConfiguration", ["apiVersion", "kind", "archiveSize", "storageConfig", "mirror"])
    {
        Misplaced = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["delete"] = "content to be deleted is named by a DeleteImageSetConfiguration",
        },
    };

    public static SettingSchema Delete { get; } = new("DeleteImageSetConfiguration", ["apiVersion", "kind", "delete"])
    {
        Misplaced = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["storageConfig"] = "a deletion writes no receipt",
            ["mirror"] = "content to be mirrored is named by an ImageSetConfiguration; write 'delete'",
            ["archiveSize"] = "a deletion writes no archive",
        },
    };

    public static SettingSchema DeleteImageList { get; } = new("DeleteImageList", ["apiVersion", "kind", "items"]);

    public static SettingSchema DeleteImageItem { get; } = new("items", ["imageName", "imageReference", "type", "digest"])
    {
        // oc-mirror 4.16 listed blobs too, which no registry deletes by themselves.
        Misplaced = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["relatedBlobs"] = "blobs go with the manifests that name them; remove it" },
    };

    public static SettingSchema Storage { get; } = new("storageConfig", ["local", "registry"]);

    public static SettingSchema LocalStorage { get; } = new("local", ["path"]);

    public static SettingSchema RegistryStorage { get; } = new("registry", ["imageURL", "skipTLS"]);

    public static SettingSchema MirrorContent { get; } = Content("mirror", "blockedImages");

    public static SettingSchema DeleteContent { get; } = Content("delete") with
    {
        Misplaced = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["blockedImages"] = "a deletion blocks no images" },
    };

    public static SettingSchema Platform { get; } = new(
        "platform", ["graph", "channels", "architectures", "platforms", "release", "kubeVirtContainer", "signatures"]);

    public static SettingSchema ReleaseChannel { get; } = new("channels", ["name", "type", "minVersion", "maxVersion", "shortestPath", "full"])
    {
        Removed = _removedRanges,
    };

    public static SettingSchema PlatformFilter { get; } = new("platforms", ["os", "architecture"]);

    public static SettingSchema Operator { get; } = new(
        "operators",
        ["catalog", "packages", "targetCatalog", "targetTag", "full", "skipDependencies", "targetCatalogSourceTemplate", "platforms", "signatures"])
    {
        Removed = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["headsOnly"] = "remove it where it is true, which is the default; write 'full: true' where it is false",
            ["targetName"] = "write 'targetCatalog' with the path of the catalog at the destination",
            ["originalRef"] = "remove it: the lock file knows where a catalog comes from",
            ["skipDeps"] = "remove it: dependencies are not followed",
        },
    };

    public static SettingSchema Package { get; } = new("packages", ["name", "channels", "defaultChannel", "minVersion", "maxVersion"])
    {
        Removed = _removedRanges,
        Misplaced = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["full"] = "it is a setting of the catalog" },
    };

    public static SettingSchema OperatorChannel { get; } = new("channels", ["name", "minVersion", "maxVersion"])
    {
        Removed = _removedRanges,
        Misplaced = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["full"] = "it is a setting of the catalog" },
    };

    public static SettingSchema AdditionalImage { get; } = new("additionalImages", ["name", "targetRepo", "targetTag", "platforms", "signatures"]);

    public static SettingSchema BlockedImage { get; } = new("blockedImages", ["name"]);

    public static SettingSchema Sample { get; } = new("samples", ["name"]);

    public static SettingSchema Helm { get; } = new("helm", ["repositories", "local"])
    {
        Removed = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["repos"] = "write 'repositories'" },
    };

    public static SettingSchema HelmRepository { get; } = new("repositories", ["url", "name", "charts", "exclude"]);

    public static SettingSchema ExcludedChart { get; } = new("exclude", ["name", "version"]);

    public static SettingSchema RepositoryChart { get; } = Chart("charts");

    public static SettingSchema LocalChart { get; } = Chart("local");

    private static SettingSchema Content(string name, params string[] further) =>
        new(name, [.. further, "platform", "operators", "additionalImages", "helm", "samples"])
        {
            Removed = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["ocp"] = "write 'platform' with 'channels', and 'minVersion' and 'maxVersion' for the versions of a channel",
            },
        };

    private static SettingSchema Chart(string name) => new(
        name,
        [
            "name", "version", "path", "imagePaths", "platforms", "values", "valuesFiles", "kubeVersion", "apiVersions", "mirrorChart",
            "signatures",
        ]);
}
