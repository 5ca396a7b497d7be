namespace Mirror.Oci.Registry.Authentication;

/// <summary>
/// What proves who we are to one registry: a user with a password, or an identity token (OAuth2 refresh token) that only token servers
/// understand. Prints without its secrets.
/// </summary>
public sealed record RegistryCredential
{
    private RegistryCredential(string userName, string password, string? identityToken)
    {
        UserName = userName;
        Password = password;
        IdentityToken = identityToken;
    }

    /// <summary>For basic authentication and for token servers; empty with an identity token that came without one.</summary>
    public string UserName { get; }

    /// <summary>Empty with an identity token.</summary>
    public string Password { get; }

    /// <summary>The refresh token of an OAuth2 login; null for a user with a password.</summary>
    public string? IdentityToken { get; }

    /// <summary>A user with a password, as <c>auth</c> of an auth file or a credential helper gives them.</summary>
    public static RegistryCredential Basic(string userName, string password) => new(userName, password, null);

    /// <summary>An identity token, as <c>identitytoken</c> of an auth file or a helper's <c>&lt;token&gt;</c> user gives it.</summary>
    public static RegistryCredential Token(string identityToken, string userName = "") => new(userName, "", identityToken);

    /// <inheritdoc/>
    public override string ToString() => IdentityToken is null ? "user and password" : "identity token";
}
