namespace Mirror.Oci.Registry.Authentication;

/// <summary>
/// One key of <c>auths</c>. Neither a credential nor a problem is what logins leave behind that keep the secret elsewhere. A problem is thrown
/// only when the entry is needed: another registry's broken entry stops nobody.
/// </summary>
internal sealed record CredentialEntry(RegistryCredential? Credential, Diagnostic? Problem)
{
    /// <exception cref="MirrorException">The entry cannot be used.</exception>
    public RegistryCredential? Use() => Problem is null ? Credential : throw new MirrorException([Problem]);
}
