using System.Net;
using Mirror.Oci.Registry.Transport;

namespace Mirror.Oci.Registry;

/// <summary>Follows lists that a registry gives page by page (<c>Link</c> with <c>rel="next"</c>, RFC 8288), to a limit.</summary>
internal sealed class PageReader(RegistryTransport transport)
{
    /// <summary>Pages of one list; the next one would be an error.</summary>
    public const int MaxPages = 10_000;

    /// <summary>
    /// Reads every page, or the first <paramref name="pages"/>, and hands its body to <paramref name="take"/>. Pages stay within the registry; a link elsewhere, or
    /// back, is an error.
    /// </summary>
    /// <param name="isMissing">Whether a first answer says that there is no such list; by default 404.</param>
    public async Task<PagedList> ReadAsync(
        RegistryRequest first,
        Action<RegistryAnswer> take,
        CancellationToken cancellationToken,
        Func<RegistryAnswer, bool>? isMissing = null,
        int pages = int.MaxValue)
    {
        var request = first;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            using var answer = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (seen.Count == 0 && (isMissing?.Invoke(answer) ?? answer.Status == HttpStatusCode.NotFound))
            {
                return answer.Status == HttpStatusCode.NotFound && ErrorBody.SaysNameUnknown(answer.Body) ? PagedList.Unknown : PagedList.Missing;
            }

            if (answer.Status != HttpStatusCode.OK)
            {
                throw transport.Unexpected(request, answer);
            }

            take(answer);
            if (NextOf(answer.Header("Link")) is not { } link)
            {
                return PagedList.Complete;
            }

            if (seen.Count + 1 >= pages)
            {
                return PagedList.CutOff;
            }

            var next = Uri.TryCreate(answer.Address, link, out var address) && Wire.SameOrigin(address, answer.Address!)
                ? address
                : throw transport.Errors.Failed(MirrorErrors.RegistryProtocol, first.Purpose, "the list goes on at another place than this registry");
            if (!seen.Add(next.PathAndQuery) || seen.Count >= MaxPages)
            {
                throw transport.Errors.Failed(
                    MirrorErrors.RegistryProtocol, first.Purpose, $"the list goes in a circle, or has more than {MaxPages} pages");
            }

            request = first with { Target = new Uri(next.PathAndQuery, UriKind.Relative) };
        }
    }

    private static string? NextOf(string? header)
    {
        foreach (var link in header?.Split(',') ?? [])
        {
            var end = link.IndexOf('>', StringComparison.Ordinal);
            var start = link.IndexOf('<', StringComparison.Ordinal);
            var relation = end < 0 ? "" : link[end..].Replace(" ", "", StringComparison.Ordinal);
            if (start >= 0 && end > start
                && (relation.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase) || relation.EndsWith("rel=next", StringComparison.OrdinalIgnoreCase)))
            {
                return link[(start + 1)..end];
            }
        }

        return null;
    }
}
