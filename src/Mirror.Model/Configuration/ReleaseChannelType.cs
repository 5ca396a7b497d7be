namespace Mirror.Model.Configuration;

/// <summary>Which distribution a release channel belongs to.</summary>
public enum ReleaseChannelType
{
    /// <summary>OpenShift Container Platform: <c>ocp</c>.</summary>
    Ocp,

    /// <summary>The community distribution: <c>okd</c>.</summary>
    Okd,
}
