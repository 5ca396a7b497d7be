using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Samples.Releases;

/// <summary>A release of the sample platform for one architecture.</summary>
/// <param name="Architecture">As the update service calls it: <c>amd64</c>, <c>arm64</c>, <c>multi</c>.</param>
/// <param name="Payload">The release image.</param>
/// <param name="Components">What the payload lists, by component name.</param>
public sealed record SampleRelease(string Version, string Architecture, ImageContent Payload, IReadOnlyDictionary<string, ImageContent> Components)
{
    /// <summary>The repository of payloads, with its registry.</summary>
    public const string Repository = "quay.io/openshift-release-dev/ocp-release";

    /// <summary>The repository of components, with its registry.</summary>
    public const string ComponentRepository = "quay.io/openshift-release-dev/ocp-v4.0-art-dev";

    /// <summary>The tag of the payload: <c>4.20.9-x86_64</c>.</summary>
    public string Tag => $"{Version}-{NameOf(Architecture)}";

    /// <summary>The payload by its digest.</summary>
    public string Reference => $"{Repository}@{Payload.Digest}";

    /// <summary>Where the errata stand.</summary>
    public string Errata => ErrataOf(Version);

    /// <summary>Where the errata of a version stand.</summary>
    public static string ErrataOf(string version) => $"https://errata.mirror.invalid/SAMPLE-{version}";

    /// <summary>What tags and installers call an architecture: <c>x86_64</c>.</summary>
    public static string NameOf(string architecture) => architecture switch
    {
        "amd64" => "x86_64",
        "arm64" => "aarch64",
        _ => architecture,
    };
}
