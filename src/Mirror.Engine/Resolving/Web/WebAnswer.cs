using System.Net;

namespace Mirror.Engine.Resolving.Web;

/// <summary>What a web server answered, whole.</summary>
/// <param name="Status">After redirects and retries.</param>
/// <param name="MediaType">As the server calls it, without parameters; null when it does not tell.</param>
/// <param name="Body">At most as many bytes as were asked for.</param>
public record WebAnswer(HttpStatusCode Status, string? MediaType, ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// Whether this is a page for people: what proxies and login portals answer in place of data, often with status 200.
    /// </summary>
    public bool IsHtml =>
        MediaType is "text/html" or "application/xhtml+xml" || Body.Span.TrimStart(" \t\r\n\ufeff"u8).StartsWith("<"u8);
}
