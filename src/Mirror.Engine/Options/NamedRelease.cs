using System.Runtime.InteropServices;

namespace Mirror.Engine.Options;

/// <summary>A release of OpenShift that is mirrored without a configuration: one is made of it, which is a file like any other.</summary>
/// <param name="Version">As <c>oc</c> and the update service write it: <c>4.20.18</c>.</param>
/// <param name="Architecture">As tags of payloads write it: <c>x86_64</c>, <c>aarch64</c>, <c>multi</c>.</param>
public sealed record NamedRelease(string Version, string Architecture)
{
    /// <summary>The local registry that <c>oc adm release mirror</c> users have.</summary>
    public const string DefaultRegistry = "localhost:443";

    private const string Registry = "quay.io";
    private const string Organization = "openshift-release-dev";

    /// <summary>What the tag of a payload calls each architecture, by the other names that it has.</summary>
    private static readonly Dictionary<string, string> Architectures = new(StringComparer.Ordinal)
    {
        ["x86_64"] = "x86_64",
        ["amd64"] = "x86_64",
        ["aarch64"] = "aarch64",
        ["arm64"] = "aarch64",
        ["ppc64le"] = "ppc64le",
        ["s390x"] = "s390x",
        ["multi"] = "multi",
    };

    /// <summary>The names of architectures that are understood.</summary>
    public static IEnumerable<string> KnownArchitectures => Architectures.Keys;

    /// <summary>Of this machine; null when no release runs on it.</summary>
    public static string? MachineArchitecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "x86_64",
        System.Runtime.InteropServices.Architecture.Arm64 => "aarch64",
        System.Runtime.InteropServices.Architecture.Ppc64le => "ppc64le",
        System.Runtime.InteropServices.Architecture.S390x => "s390x",
        _ => null,
    };

    /// <summary>The payload, by tag.</summary>
    public ImageReference Payload => ImageReference.Docker(Registry, $"{Organization}/ocp-release", $"{Version}-{Architecture}");

    /// <summary>Where its components are.</summary>
    public static ImageReference Components => ImageReference.Docker(Registry, $"{Organization}/ocp-v4.0-art-dev");

    /// <summary>Name of the mirror.</summary>
    public string MirrorName => $"openshift-{Version}-{Architecture}";

    /// <summary>Where its repositories are put below, if nobody says.</summary>
    public string Namespace => $"openshift-{Version}";

    /// <summary>The text of the configuration.</summary>
    public string Configuration => $"""
        # Made by --release. To keep this mirror as a source file, copy the folder below 'mirror-configs' and name it with --config.
        kind: ImageSetConfiguration
        apiVersion: mirror.openshift.io/v2alpha1
        mirror:
          platform:
            release: {Payload}

        """.ReplaceLineEndings("\n");

    /// <summary>As tags write it; null for one that no release is for.</summary>
    public static string? FindArchitecture(string name) => Architectures.GetValueOrDefault(name);
}
