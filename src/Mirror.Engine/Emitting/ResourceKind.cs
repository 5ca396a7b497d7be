namespace Mirror.Engine.Emitting;

/// <summary>Cluster resources that are only written when they are asked for.</summary>
public enum ResourceKind
{
    /// <summary><c>ImageContentSourcePolicy</c>, for clusters before 4.13, and CatalogSources under the names that oc-mirror v1 gave them.</summary>
    Icsp,
}
