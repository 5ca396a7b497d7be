namespace Mirror.Model.Oci;

/// <summary>An OCI image layout at the absolute path <paramref name="Folder"/>; it is created when it is missing.</summary>
public sealed record DestinationLayout(string Folder) : Destination
{
    /// <inheritdoc/>
    public override string ToString() => $"oci:{Folder}";
}
