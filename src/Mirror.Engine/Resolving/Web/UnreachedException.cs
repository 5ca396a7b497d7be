using Mirror.Oci.Registry.Transport;

namespace Mirror.Engine.Resolving.Web;

/// <summary>No connection came about, or no answer, to a host that has never answered in this run.</summary>
internal sealed class UnreachedException(string host, Exception inner) : HttpRequestException(inner.Message, inner)
{
    /// <summary>With its port.</summary>
    public string Host => host;

    /// <summary>Whether the time for it was up.</summary>
    public bool IsTimeout => InnerException is TimeoutException || ConnectFault.IsConnectTimeout(InnerException!);
}
