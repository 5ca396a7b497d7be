namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>What is being read, for messages: the same packets mean one thing in a keyring and another in a signature.</summary>
/// <param name="Name">A noun with its article: <c>the signature 'signature-1' of 'sha256:...'</c>.</param>
/// <param name="Unreadable">The code for data that cannot be read.</param>
internal sealed record OpenPgpInput(string Name, ErrorCode Unreadable)
{
    public MirrorException Damaged(string problem) => Unreadable.Exception($"OpenPGP data of {Name} cannot be read: {problem}.");
}
