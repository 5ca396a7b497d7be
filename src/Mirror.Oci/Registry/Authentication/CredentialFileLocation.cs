namespace Mirror.Oci.Registry.Authentication;

/// <summary>Where a credential file may be; a required one must be there. The legacy form is only the map of <c>auths</c>, with addresses as keys.</summary>
internal sealed record CredentialFileLocation(string Path, bool IsRequired, bool IsLegacy);
