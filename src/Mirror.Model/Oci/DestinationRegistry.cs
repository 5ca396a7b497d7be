namespace Mirror.Model.Oci;

/// <summary>A registry, and the path that every repository of the mirror is put below; <paramref name="Namespace"/> is empty for none.</summary>
public sealed record DestinationRegistry(string Registry, string Namespace) : Destination
{
    /// <inheritdoc/>
    public override string ToString() => Namespace.Length == 0 ? $"docker://{Registry}" : $"docker://{Registry}/{Namespace}";
}
