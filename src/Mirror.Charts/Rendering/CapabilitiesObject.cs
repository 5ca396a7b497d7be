using System.Globalization;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;

namespace Mirror.Charts.Rendering;

/// <summary><c>.Capabilities</c>.</summary>
internal sealed class CapabilitiesObject(KubernetesCapabilities capabilities) : GoObject
{
    private readonly KubeVersionObject _kubeVersion = new(capabilities);
    private readonly ApiVersionsObject _apiVersions = new(capabilities);
    private readonly GoMap _helmVersion = new()
    {
        ["Version"] = capabilities.HelmVersion,
        ["GitCommit"] = "",
        ["GitTreeState"] = "",
        ["GoVersion"] = "",
    };

    public override string GoType => "*chartutil.Capabilities";

    public override string GoKind => "ptr";

    public override bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "KubeVersion" => _kubeVersion,
            "APIVersions" => _apiVersions,
            "HelmVersion" => _helmVersion,
            _ => null,
        };
        return value is not null;
    }

    public override object ToData() => new GoMap
    {
        ["KubeVersion"] = _kubeVersion.ToData(),
        ["APIVersions"] = _apiVersions.ToData(),
        ["HelmVersion"] = _helmVersion,
    };

    private sealed class KubeVersionObject(KubernetesCapabilities capabilities) : GoObject
    {
        private readonly string _major = capabilities.Major.ToString(CultureInfo.InvariantCulture);
        private readonly string _minor = capabilities.Minor.ToString(CultureInfo.InvariantCulture);

        public override string GoType => "chartutil.KubeVersion";

        public override string Text => capabilities.KubeVersion;

        public override bool TryGet(string name, out object? value)
        {
            value = name switch
            {
                "Version" or "GitVersion" or "String" => capabilities.KubeVersion,
                "Major" => _major,
                "Minor" => _minor,
                _ => null,
            };
            return value is not null;
        }

        public override object ToData() => new GoMap { ["Version"] = capabilities.KubeVersion, ["Major"] = _major, ["Minor"] = _minor };
    }

    private sealed class ApiVersionsObject(KubernetesCapabilities capabilities) : GoObject
    {
        private readonly HashSet<string> _versions = new(capabilities.ApiVersions, StringComparer.Ordinal);

        public override string GoType => "chartutil.VersionSet";

        public override string GoKind => "slice";

        public override bool TryGet(string name, out object? value)
        {
            value = null;
            return false;
        }

        public override bool TryCall(string name, Execution execution, object?[] arguments, out object? result)
        {
            result = name == "Has" && arguments is [string version] ? _versions.Contains(version) : null;
            return result is not null;
        }

        public override object ToData() => GoList.OfText(capabilities.ApiVersions);
    }
}
