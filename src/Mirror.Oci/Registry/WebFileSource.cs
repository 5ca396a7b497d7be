using Mirror.Oci.Content;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Oci.Registry;

/// <summary>
/// Reads files of web servers as images are read: with the logins and certificates of the user, through proxies, again when that may help, and from where
/// <paramref name="resolve"/> sends the read (<see cref="RegistriesConfiguration.ResolveWeb"/>).
/// </summary>
/// <param name="clients">Stay the caller's, who disposes them.</param>
/// <param name="noun">What messages call such a server.</param>
/// <param name="insecure">All sources may be plain and unverified (<c>--src-tls-verify=false</c>).</param>
public sealed class WebFileSource(RegistryClientPool clients, Func<Uri, bool, IReadOnlyList<WebPlace>> resolve, string noun, bool insecure) : IFileSource
{
    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> FindFileAsync(Uri address, bool isPinned, int limit, CancellationToken cancellationToken)
    {
        var failures = new List<MirrorException>();
        foreach (var place in resolve(address, isPinned))
        {
            try
            {
                if (await clients.For(EndpointOf(place)).FindFileAsync(place.Address, limit, cancellationToken).ConfigureAwait(false) is { } file)
                {
                    return file;
                }
            }
            catch (MirrorException e)
            {
                // Only kept back: thrown below unless another place serves.
                failures.Add(e);
            }
        }

        return failures.Count == 0 ? null : throw MirrorException.Join(failures);
    }

    // An address that begins with http:// was written so; there is nothing to find out.
    private RegistryEndpoint EndpointOf(WebPlace place)
    {
        var endpoint = RegistryEndpoint.For(place.Address.Authority, RegistrySide.Source, insecure || place.AllowsInsecure) with { Noun = noun };
        return place.Address.Scheme == Uri.UriSchemeHttp ? endpoint with { Protocol = RegistryProtocol.Http } : endpoint;
    }
}
