namespace Mirror.Engine.Resolving.Releases.Graphs;

/// <summary>Where update graphs are asked for (SPEC 4.1).</summary>
public sealed record UpdateGraphEndpoints
{
    /// <summary>The environment variable that replaces <see cref="Ocp"/>; its query parameters are kept.</summary>
    public const string OverrideVariable = "UPDATE_URL_OVERRIDE";

    /// <summary>The one that replaces <see cref="Okd"/>, which oc-mirror has no way to replace; enclaves need it.</summary>
    public const string OkdOverrideVariable = "OKD_UPDATE_URL_OVERRIDE";

    /// <summary>For OpenShift Container Platform.</summary>
    public Uri Ocp { get; init; } = new("https://api.openshift.com/api/upgrades_info/v1/graph");

    /// <summary>For the community distribution.</summary>
    public Uri Okd { get; init; } = new("https://origin-release.ci.openshift.org/graph");

    /// <summary>
    /// The data that the graphs of <see cref="Ocp"/> are made from: <c>graph-data</c> beside the graph, above its version. So an update service of one's own is asked
    /// for its own.
    /// </summary>
    public Uri GraphData
    {
        get
        {
            var folders = Ocp.AbsolutePath.Split('/')[..^1];
            var parent = folders is [.. var above, "v1"] ? above : folders;
            return new UriBuilder(Ocp) { Path = string.Join('/', parent.Append("graph-data")), Query = "" }.Uri;
        }
    }

    /// <summary>The default places, unless a variable's value is not empty.</summary>
    /// <param name="ocp">Value of <see cref="OverrideVariable"/>.</param>
    /// <param name="okd">Value of <see cref="OkdOverrideVariable"/>.</param>
    /// <exception cref="MirrorException">MIR2216: a value is not an http or https address.</exception>
    public static UpdateGraphEndpoints Create(string? ocp, string? okd = null)
    {
        var defaults = new UpdateGraphEndpoints();
        return new UpdateGraphEndpoints { Ocp = Parse(OverrideVariable, ocp) ?? defaults.Ocp, Okd = Parse(OkdOverrideVariable, okd) ?? defaults.Okd };
    }

    private static Uri? Parse(string variable, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        return Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            ? uri
            : throw MirrorErrors.UpdateUrlInvalid.Exception(
                $"The environment variable '{variable}' is not an http or https address; expected something like 'https://updates.example.com/graph'.");
    }
}
