using System.Collections.Concurrent;
using Mirror.Oci.Registry;
using Mirror.Oci.Registry.Authentication;

namespace Mirror.Engine.Connecting;

/// <summary>Logins that somebody typed for this run; they are in no file and win over those of files. Safe for concurrent use.</summary>
internal sealed class TypedLogins
{
    private readonly ConcurrentDictionary<(RegistrySide Side, string Registry), RegistryCredential> _logins = [];

    /// <summary>Takes a login, for every repository of <paramref name="registry"/>.</summary>
    public void Add(RegistrySide side, string registry, RegistryCredential login) => _logins[(side, registry)] = login;

    /// <summary>The typed logins of one side before <paramref name="others"/>.</summary>
    public IRegistryCredentials Before(IRegistryCredentials others, RegistrySide side) => new OneSide(this, others, side);

    private sealed class OneSide(TypedLogins typed, IRegistryCredentials others, RegistrySide side) : IRegistryCredentials
    {
        public ValueTask<RegistryCredential?> FindAsync(string registry, string repository, CancellationToken cancellationToken) =>
            typed._logins.TryGetValue((side, registry), out var login) ? new(login) : others.FindAsync(registry, repository, cancellationToken);
    }
}
