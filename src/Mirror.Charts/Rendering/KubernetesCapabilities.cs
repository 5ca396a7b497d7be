using Mirror.Charts.Versions;

namespace Mirror.Charts.Rendering;

/// <summary>What templates can ask of the cluster.</summary>
public sealed record KubernetesCapabilities
{
    /// <summary>Of a cluster of today, with the API groups that Helm knows without asking one.</summary>
    public static KubernetesCapabilities Default { get; } = new();

    /// <summary>As <c>v1.31.0</c>.</summary>
    public string KubeVersion { get; private init; } = "v1.31.0";

    /// <summary>Groups with versions, and kinds in them: <c>apps/v1</c>, <c>apps/v1/Deployment</c>.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = DefaultApiVersions.All;

    /// <summary>What templates see as Helm's own version.</summary>
    public string HelmVersion { get; init; } = "v3.19.0";

    internal ulong Major { get; private init; } = 1;

    internal ulong Minor { get; private init; } = 31;

    /// <summary>The same with another version of Kubernetes.</summary>
    /// <param name="version">As <c>1.29</c>, <c>v1.29.3</c> or <c>1.29.3-eks</c>.</param>
    /// <exception cref="ChartException">It is not a version.</exception>
    public KubernetesCapabilities WithKubeVersion(string version) => SemanticVersion.TryParse(version, out var parsed)
        ? this with { KubeVersion = "v" + parsed.Text, Major = parsed.Major, Minor = parsed.Minor }
        : throw new ChartException(ChartFailure.Values, $"'{version}' is not a version of Kubernetes; expected one as '1.31' or 'v1.31.0'.");

    /// <summary>The same with more API versions.</summary>
    public KubernetesCapabilities WithApiVersions(IEnumerable<string> more) => this with { ApiVersions = [.. ApiVersions, .. more] };
}
