namespace Mirror.Oci.Registry.Transport;

/// <summary>
/// Where an upload goes on. Registries write <c>Location</c> in every form; one behind a proxy that ends TLS often believes to be plain HTTP, so
/// the same host stays HTTPS.
/// </summary>
internal static class UploadLocation
{
    /// <summary>The address; or null with a clause in <paramref name="problem"/>.</summary>
    public static Uri? Resolve(Uri asked, string? location, out string problem)
    {
        problem = "";
        if (string.IsNullOrWhiteSpace(location))
        {
            problem = "it names no location for the upload";
            return null;
        }

        if (!Uri.TryCreate(asked, location, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
        {
            problem = "the location it names for the upload is not an HTTP address";
            return null;
        }

        if (address.UserInfo.Length > 0)
        {
            problem = "the location it names for the upload contains user information";
            return null;
        }

        if (asked.Scheme != Uri.UriSchemeHttps || address.Scheme != Uri.UriSchemeHttp)
        {
            return address;
        }

        if (address.Host.Equals(asked.Host, StringComparison.OrdinalIgnoreCase) && (address.IsDefaultPort || address.Port == asked.Port))
        {
            return new Uri(asked, address.PathAndQuery);
        }

        problem = $"the location it names for the upload is plain HTTP at '{address.Authority}'";
        return null;
    }

    /// <summary>The location with the digest that commits the upload; the rest of its query stays as it is.</summary>
    public static Uri WithDigest(Uri location, Digest digest) =>
        new($"{location.GetLeftPart(UriPartial.Query)}{(location.Query.Length > 1 ? "&" : location.Query.Length == 1 ? "" : "?")}digest={Uri.EscapeDataString(digest.ToString())}");
}
