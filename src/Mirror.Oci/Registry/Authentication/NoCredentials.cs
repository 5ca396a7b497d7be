namespace Mirror.Oci.Registry.Authentication;

/// <summary>Everything is read and written anonymously.</summary>
public sealed class NoCredentials : IRegistryCredentials
{
    /// <inheritdoc/>
    public ValueTask<RegistryCredential?> FindAsync(string registry, string repository, CancellationToken cancellationToken) => default;
}
