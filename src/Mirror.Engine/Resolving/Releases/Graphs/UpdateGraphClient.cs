using System.Net;
using Mirror.Engine.Resolving.Web;
using Mirror.Model.Configuration;

namespace Mirror.Engine.Resolving.Releases.Graphs;

/// <summary>
/// Asks an update service for the graph of a channel (SPEC 4.1). The random <c>id</c> that oc-mirror sends is left out: the service does not need it,
/// it would mark requests of one machine, and without it equal requests are equal, so caches on the way can answer them. The <c>version</c>
/// parameter is left out as well: one answer serves every question about a channel. Safe for concurrent use.
/// </summary>
public sealed class UpdateGraphClient(WebReader web, UpdateGraphEndpoints endpoints)
{
    private const string What = "the update service";

    /// <summary>The graph of one channel. A channel that does not exist is an empty graph, as the service answers.</summary>
    /// <param name="architecture">As the service calls it: <c>amd64</c>, <c>arm64</c>, <c>ppc64le</c>, <c>s390x</c>, <c>multi</c>.</param>
    /// <exception cref="MirrorException">MIR220x: no usable answer; MIR2211: the answer is not an update graph.</exception>
    public async Task<UpdateGraph> GetAsync(ReleaseChannelType type, string channel, string architecture, CancellationToken cancellationToken)
    {
        var uri = MakeUri(type == ReleaseChannelType.Okd ? endpoints.Okd : endpoints.Ocp, channel, architecture);
        var answer = await web.GetAsync(uri, What, "application/json", UpdateGraphReader.MaxSize, cancellationToken).ConfigureAwait(false);
        var about = $"the answer of '{uri.Authority}' for channel '{channel}' and architecture '{architecture}'";
        if (answer.Status != HttpStatusCode.OK)
        {
            throw MirrorErrors.WebStatus.Exception(
                $"The update service at '{uri.Authority}' answered {(int)answer.Status} to the question about channel '{channel}' "
                + $"and architecture '{architecture}'; expected 200.");
        }

        if (answer.IsHtml)
        {
            throw MirrorErrors.WebPage.Exception(
                $"There is a web page in {about}; expected JSON. A proxy or a login portal may have answered in place of the update service.");
        }

        return UpdateGraphReader.Read(answer.Body, about);
    }

    /// <summary>Parameters sorted by name, those of the endpoint kept.</summary>
    internal static Uri MakeUri(Uri endpoint, string channel, string architecture)
    {
        var own = new[] { $"arch={Uri.EscapeDataString(architecture)}", $"channel={Uri.EscapeDataString(channel)}" };
        var kept = endpoint.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(parameter => parameter.Split('=', 2)[0] is not ("arch" or "channel"));
        var query = string.Join('&', kept.Concat(own).OrderBy(parameter => parameter.Split('=', 2)[0], StringComparer.Ordinal));
        return new UriBuilder(endpoint) { Query = query }.Uri;
    }
}
