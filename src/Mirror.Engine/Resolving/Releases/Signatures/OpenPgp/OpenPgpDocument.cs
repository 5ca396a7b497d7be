namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>What a verified message says, and who said it when.</summary>
/// <param name="Fingerprint">Of the key or subkey that signed, upper-case hex.</param>
public sealed record OpenPgpDocument(ReadOnlyMemory<byte> Content, string Fingerprint, DateTimeOffset SignedAt);
