namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>A key of a keyring with what its owner says of it.</summary>
/// <param name="Expires">From its latest self-signature; null for never.</param>
/// <param name="Unfit">Why it must not sign documents, as a clause; null if it may.</param>
internal sealed record OpenPgpSigner(OpenPgpPublicKey Key, DateTimeOffset? Expires, bool IsRevoked, string? Unfit);
