using System.Net;
using System.Net.Sockets;

namespace Mirror.Testing.Faults;

/// <summary>A loopback port that refuses connections, and that nobody else gets while it is held.</summary>
public sealed class ClosedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Takes a free port.</summary>
    public ClosedPort()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Endpoint = _socket.LocalEndPoint!.ToString()!;
    }

    /// <summary>Host and port.</summary>
    public string Endpoint { get; }

    /// <summary>Begins to listen.</summary>
    public Socket Open()
    {
        _socket.Listen();
        return _socket;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
