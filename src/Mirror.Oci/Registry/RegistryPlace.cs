namespace Mirror.Oci.Registry;

/// <summary>A repository of one registry that may hold what a reference names.</summary>
public sealed record RegistryPlace(RegistryEndpoint Endpoint, string Repository)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Endpoint.Name}/{Repository}";
}
