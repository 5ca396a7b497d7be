namespace Mirror.Engine.Resolving.Releases.Signatures;

/// <summary>Where release signatures are fetched from (SPEC 4.6).</summary>
public sealed record ReleaseSignatureStore
{
    /// <summary>The environment variable that replaces the address.</summary>
    public const string UrlVariable = "OCP_SIGNATURE_URL";

    /// <summary>The environment variable that names a file with the keys to trust in place of the built-in ones.</summary>
    public const string KeyringVariable = "OCP_SIGNATURE_VERIFICATION_PK";

    /// <summary>Always ends in a slash.</summary>
    public Uri Address { get; private init; } = new("https://mirror.openshift.com/pub/openshift-v4/signatures/openshift/release/");

    /// <summary>The default place, unless <paramref name="signatureUrl"/> (the variable's value) is not empty. A slash at its end may be missing.</summary>
    /// <exception cref="MirrorException">MIR2315: the value is not an http or https address.</exception>
    public static ReleaseSignatureStore Create(string? signatureUrl)
    {
        if (string.IsNullOrEmpty(signatureUrl))
        {
            return new ReleaseSignatureStore();
        }

        return Uri.TryCreate(signatureUrl, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.Query.Length == 0
            ? new ReleaseSignatureStore { Address = uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/") }
            : throw MirrorErrors.SignatureUrlInvalid.Exception(
                $"The environment variable '{UrlVariable}' is not an http or https address without a query; expected something like 'https://signatures.example.com/release/'.");
    }

    /// <summary>The address of one signature; they count from 1.</summary>
    public Uri AddressOf(Digest digest, int number) =>
        new(Address, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{digest.Algorithm}={digest.Hex}/signature-{number}"));
}
