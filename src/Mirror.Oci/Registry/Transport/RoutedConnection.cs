using System.Net;
using System.Net.Sockets;

namespace Mirror.Oci.Registry.Transport;

/// <summary>Connects to where a name is in this process instead of where the network says.</summary>
internal static class RoutedConnection
{
    /// <param name="target">An <see cref="IPEndPoint"/>, or a name that the system resolves.</param>
    public static async ValueTask<Stream> OpenAsync(EndPoint target, CancellationToken cancellationToken)
    {
        // Of both address families unless the target has one.
        var socket = target is IPEndPoint known
            ? new Socket(known.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
