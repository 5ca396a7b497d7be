namespace Mirror.Oci.Registry.Authentication;

/// <summary>Whom to ask for what: the end of the program's name, the name it knows the registry by, and who says so.</summary>
internal sealed record CredentialHelperCall(string Helper, string Server, string NamedBy);
