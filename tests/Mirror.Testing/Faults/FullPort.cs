using System.Net;
using System.Net.Sockets;

namespace Mirror.Testing.Faults;

/// <summary>A loopback port whose queue is full: on Linux, who connects gets no answer at all, as behind a firewall that drops packets.</summary>
public sealed class FullPort : IDisposable
{
    private const int MoreThanTheQueueTakes = 8;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _waiting = [];

    /// <summary>Listens, and fills the queue.</summary>
    public FullPort()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        for (var count = 0; count < MoreThanTheQueueTakes; count++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _waiting.Add(socket);
            try
            {
                socket.Connect(_listener.LocalEndPoint!);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // Under way, or for ever.
            }
        }
    }

    /// <summary>Host and port.</summary>
    public string Endpoint => _listener.LocalEndPoint!.ToString()!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _waiting.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }
}
