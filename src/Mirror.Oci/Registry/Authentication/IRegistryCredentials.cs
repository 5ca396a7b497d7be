namespace Mirror.Oci.Registry.Authentication;

/// <summary>Where credentials come from: auth files, credential helpers.</summary>
/// <remarks>Safe for concurrent use. Asked once per registry and repository that demands authentication, never for one that does not.</remarks>
public interface IRegistryCredentials
{
    /// <summary>
    /// The credential for <paramref name="repository"/> of <paramref name="registry"/> (host with an optional port, as references name it:
    /// <c>docker.io</c>, not the address behind it); the longest path that matches wins. Null when there is none.
    /// </summary>
    /// <exception cref="MirrorException">A file or helper could not be read.</exception>
    ValueTask<RegistryCredential?> FindAsync(string registry, string repository, CancellationToken cancellationToken);
}
