namespace Mirror.Model.Locking;

/// <summary>An image of a release and the name that the release gives it: <c>cluster-version-operator</c>.</summary>
public sealed record LockedComponent(string Name, LockedImage Image)
{
    /// <summary>The name of KubeVirt boot images, or the start of it.</summary>
    public const string KubeVirt = "kube-virt-container";
}
