namespace Mirror.Model.Diagnostics;

// 3xxx: registry.
public static partial class MirrorErrors
{
    public static readonly ErrorCode ManifestTooLarge = new("MIR3001", ExitCode.Source,
        "A manifest is larger than the distribution specification allows (4 MiB).", "The registry serves something that is not an image; check the reference.");

    public static readonly ErrorCode ManifestInvalid = new("MIR3002", ExitCode.Source,
        "A manifest is not JSON, or not that of an image or index.", "Check the reference; push the image again with a current tool.");

    public static readonly ErrorCode ManifestSchema1 = new("MIR3003", ExitCode.Source,
        "The image exists only as Docker schema 1.", "Push the image again with a current tool, or remove it from the configuration.");

    public static readonly ErrorCode RegistryUnreachable = new("MIR3010", ExitCode.Source,
        "A registry cannot be reached, or cuts its connections.", "Check the host name, the port, the proxy settings and the network between here and there.");

    public static readonly ErrorCode RegistryTls = new("MIR3011", ExitCode.Source,
        "The TLS connection to a registry fails.",
        "Put the authority's certificate into 'certs.d/<host:port>/ca.crt', a client certificate beside it, or let the registry renew its own.");

    public static readonly ErrorCode RegistryTimeout = new("MIR3012", ExitCode.Source,
        "A registry does not answer, or stops in the middle of an answer.", "Try again; if it happens always, look at the registry's log and at proxies in between.");

    public static readonly ErrorCode RegistryProtocol = new("MIR3013", ExitCode.Source,
        "A registry answers something that the distribution specification does not allow.", "Check that the address is that of a registry, not of a web page or proxy.");

    public static readonly ErrorCode RegistryAnswerTooLarge = new("MIR3014", ExitCode.Source,
        "A registry's answer is longer than any such answer should be.", "Check that the address is that of a registry, not of a web page or proxy.");

    public static readonly ErrorCode RegistryDigestMismatch = new("MIR3015", ExitCode.Source,
        "Content does not have the digest that names it.", "The content is damaged or was exchanged: push it there again, or use another source.");

    public static readonly ErrorCode RegistrySizeMismatch = new("MIR3016", ExitCode.Source,
        "Content does not have the length that its descriptor says.", "The content is damaged or was exchanged: push it there again, or use another source.");

    public static readonly ErrorCode ImageNowhere = new("MIR3017", ExitCode.Source,
        "None of the places that may have an image could give it.", "The message names every place and what it answered.");

    public static readonly ErrorCode RegistryUnauthorized = new("MIR3020", ExitCode.Source,
        "A registry wants a login, or does not take the one it got.", "Log in with 'podman login' or 'skopeo login', or name the right file with '--authfile'.");

    public static readonly ErrorCode RegistryForbidden = new("MIR3021", ExitCode.Source,
        "The login is known, but may not do this.", "Let the registry's owner grant the right, or use another login.");

    public static readonly ErrorCode RegistryTokenRefused = new("MIR3022", ExitCode.Source,
        "The token server of a registry gives no usable token.", "Log in again; if that does not help, ask the registry's owner.");

    public static readonly ErrorCode RegistryRealmRefused = new("MIR3023", ExitCode.Source,
        "A registry names a token server that credentials must not be sent to.", "Ask the registry's owner: its token server must be reachable by HTTPS under a proper name.");

    public static readonly ErrorCode RegistryNotFound = new("MIR3030", ExitCode.Source,
        "A registry does not have what it should have.", "Check the reference; if the registry lost content, push it there again.");

    public static readonly ErrorCode RegistryRateLimited = new("MIR3031", ExitCode.Source,
        "A registry limits the rate of requests, longer than we wait.", "Run again later, log in (most registries allow more then), or lower '--parallel'.");

    public static readonly ErrorCode RegistryServerError = new("MIR3032", ExitCode.Source,
        "A registry fails by itself (5xx), again and again.", "Try again later; look at the registry's log.");

    public static readonly ErrorCode RegistryRejected = new("MIR3033", ExitCode.Source,
        "A registry rejects a request.", "The message says what it rejected and, if the registry told, why.");

    public static readonly ErrorCode RegistryRedirectRefused = new("MIR3034", ExitCode.Source,
        "A registry redirects to where requests must not go.", "Ask the registry's owner; a proxy that ends TLS must tell the registry its public address.");

    public static readonly ErrorCode LayerInvalid = new("MIR3041", ExitCode.Source,
        "A layer is not a tar archive, is damaged, or has a path that leads outside of the image.", "Check the reference; push the image again with a current tool.");

    public static readonly ErrorCode LayerCompression = new("MIR3042", ExitCode.Source,
        "Mirror has to look inside a layer that is compressed with something other than gzip.", "Push the image again with gzip layers.");

    public static readonly ErrorCode LayerTooLarge = new("MIR3043", ExitCode.Source,
        "A layer, or a file in it that Mirror has to read, is larger than anything real.", "Check the reference; the image is damaged or hostile.");

    public static readonly ErrorCode RegistryAbsent = new("MIR3090", ExitCode.Source,
        "There is a web server at the address of a registry, but no registry.", "Check the host name and the port; many registries listen on 5000 or 8443, not on 443.");

    public static readonly ErrorCode CredentialFileExposed = new("MIR3511", ExitCode.Configuration,
        "Every user of the machine can read a file with credentials.", "Take the permission away: chmod o-r FILE.");
}
