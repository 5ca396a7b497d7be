using Mirror.Oci.Registry.Authentication;

namespace Mirror.Oci.Tests.Registry.Client;

/// <summary>The same login for everything, and what was asked for.</summary>
internal sealed class FixedCredentials(RegistryCredential? credential) : IRegistryCredentials
{
    private readonly List<string> _asked = [];

    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked];
            }
        }
    }

    public ValueTask<RegistryCredential?> FindAsync(string registry, string repository, CancellationToken cancellationToken)
    {
        lock (_asked)
        {
            _asked.Add($"{registry}/{repository}");
        }

        return ValueTask.FromResult(credential);
    }
}
