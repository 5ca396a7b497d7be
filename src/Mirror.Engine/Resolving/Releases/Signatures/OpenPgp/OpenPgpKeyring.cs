using System.Reflection;

namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>The public keys that may sign. Immutable.</summary>
public sealed class OpenPgpKeyring
{
    private const string ResourcePrefix = "Mirror.Engine.Resolving.Releases.Signatures.Keys.";

    private readonly ILookup<OpenPgpKeyId, OpenPgpSigner> _signers;

    internal OpenPgpKeyring(IEnumerable<OpenPgpSigner> signers) => _signers = signers.ToLookup(signer => signer.Key.KeyId);

    /// <summary>The public keys that Red Hat signs releases with: release key 2 and beta key 2 (SPEC 4.6).</summary>
    public static OpenPgpKeyring RedHat { get; } = ReadBuiltIn();

    /// <summary>Every key and subkey, ordered.</summary>
    public IReadOnlyList<OpenPgpKeyId> KeyIds => [.. _signers.Select(group => group.Key).OrderBy(id => id.Value)];

    /// <summary>Reads public keys, armored or binary.</summary>
    /// <param name="name">How messages call the file: <c>the keyring 'keys.asc'</c>.</param>
    /// <exception cref="MirrorException">MIR2314: not a keyring, or one without a usable key.</exception>
    public static OpenPgpKeyring Read(ReadOnlyMemory<byte> bytes, string name) => OpenPgpKeyringReader.Read(bytes, name);

    /// <summary>All keys of all keyrings.</summary>
    public static OpenPgpKeyring Combine(IEnumerable<OpenPgpKeyring> keyrings) =>
        new(keyrings.SelectMany(keyring => keyring._signers).SelectMany(group => group));

    internal IEnumerable<OpenPgpSigner> Find(OpenPgpKeyId id) => _signers[id];

    private static OpenPgpKeyring ReadBuiltIn()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var keyrings = new List<OpenPgpKeyring>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            keyrings.Add(Read(bytes.ToArray(), $"the built-in key '{resource[ResourcePrefix.Length..]}'"));
        }

        return Combine(keyrings);
    }
}
