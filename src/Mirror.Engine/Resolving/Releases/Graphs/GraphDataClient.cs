using System.Net;
using Mirror.Engine.Resolving.Web;

namespace Mirror.Engine.Resolving.Releases.Graphs;

/// <summary>Fetches the graph data that an update service makes its answers from (SPEC 4.9): a tar in gzip that changes several times a day.</summary>
internal sealed class GraphDataClient(WebReader web, UpdateGraphEndpoints endpoints)
{
    /// <summary>Bytes of the archive; the real one has under 1 MiB.</summary>
    public const int MaxSize = 64 * 1024 * 1024;

    private const string What = "the update service";

    /// <summary>Where the data are.</summary>
    public string Host => endpoints.GraphData.Authority;

    /// <summary>The archive as it is now.</summary>
    /// <exception cref="MirrorException">MIR220x: no usable answer.</exception>
    public async Task<ReadOnlyMemory<byte>> GetAsync(CancellationToken cancellationToken)
    {
        var answer = await web.GetAsync(endpoints.GraphData, What, "*/*", MaxSize, cancellationToken).ConfigureAwait(false);
        if (answer.Status != HttpStatusCode.OK)
        {
            throw MirrorErrors.WebStatus.Exception(
                $"The update service at '{Host}' answered {(int)answer.Status} to the question for the data of its graph ('{endpoints.GraphData.AbsolutePath}'); expected 200.");
        }

        return answer.IsHtml
            ? throw MirrorErrors.WebPage.Exception(
                $"The update service at '{Host}' answered with a web page to the question for the data of its graph. A proxy or a login portal may have answered in its place.")
            : answer.Body;
    }
}
