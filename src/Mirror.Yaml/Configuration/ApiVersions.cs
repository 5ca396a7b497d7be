namespace Mirror.Yaml.Configuration;

/// <summary>The API versions of a configuration.</summary>
internal static class ApiVersions
{
    public const string Current = "mirror.openshift.io/v2alpha1";

    public const string V1Alpha1 = "mirror.openshift.io/v1alpha1";

    public const string V1Alpha2 = "mirror.openshift.io/v1alpha2";
}
