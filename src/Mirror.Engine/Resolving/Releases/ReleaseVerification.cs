using Mirror.Engine.Resolving.Releases.Signatures;
using Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;
using Mirror.Engine.Resolving.Web;
using Mirror.Model.Locking;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Engine.Resolving.Releases;

/// <summary>
/// Verifies that payloads are what their maker signed, with the keys and from the store that the environment names (SPEC 4.6). Reads the keyring once, when the first
/// payload is verified. Safe for concurrent use.
/// </summary>
internal sealed class ReleaseVerification(Func<WebReader> web, HostEnvironment host, TimeProvider time)
{
    // Shared by all callers, so no single caller's cancellation may end it.
    private readonly Lazy<Task<ReleaseSignatureVerifier>> _verifier = new(async () => new ReleaseSignatureVerifier(
        await ReleaseKeyring.LoadAsync(host.Find(ReleaseSignatureStore.KeyringVariable), CancellationToken.None).ConfigureAwait(false), time));

    /// <summary>The statement about <paramref name="payload"/>: from the signatures that are <paramref name="known"/> where one of them is good, else from the signature store.</summary>
    /// <exception cref="MirrorException">MIR2301 to MIR2315, MIR220x.</exception>
    public async Task<ReleaseSignature> VerifyAsync(Digest payload, IReadOnlyList<LockedReleaseSignature> known, CancellationToken cancellationToken)
    {
        var verifier = await _verifier.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var signature in known)
        {
            try
            {
                return verifier.Verify(signature.ToBytes(), payload, $"the locked signature of '{payload}'") with { Number = signature.Number };
            }
            catch (MirrorException)
            {
                // Not good any more, or edited: the store decides, and says what is wrong if it has none that is better.
            }
        }

        var store = ReleaseSignatureStore.Create(host.Find(ReleaseSignatureStore.UrlVariable));
        return await new ReleaseSignatureClient(web(), store, verifier).GetAsync(payload, cancellationToken).ConfigureAwait(false);
    }
}
