namespace Mirror.Charts.Rendering;

/// <summary>In which order Helm installs objects: by kind, kinds that it does not know last and by name.</summary>
internal sealed class InstallOrder : IComparer<string>
{
    public static readonly InstallOrder Instance = new();

    private static readonly Dictionary<string, int> _ranks = new[]
    {
        "PriorityClass", "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget", "ServiceAccount",
        "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume", "PersistentVolumeClaim", "CustomResourceDefinition", "ClusterRole",
        "ClusterRoleList", "ClusterRoleBinding", "ClusterRoleBindingList", "Role", "RoleList", "RoleBinding", "RoleBindingList", "Service", "DaemonSet",
        "Pod", "ReplicationController", "ReplicaSet", "Deployment", "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob", "IngressClass",
        "Ingress", "APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
    }
    .Select((kind, index) => (kind, index))
    .ToDictionary(pair => pair.kind, pair => pair.index, StringComparer.Ordinal);

    public int Compare(string? x, string? y)
    {
        var (left, right) = (_ranks.GetValueOrDefault(x ?? "", int.MaxValue), _ranks.GetValueOrDefault(y ?? "", int.MaxValue));
        return left == int.MaxValue && right == int.MaxValue ? string.CompareOrdinal(x, y) : left.CompareTo(right);
    }
}
