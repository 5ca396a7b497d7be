using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mirror.Oci.Tests.Registry.Configuration;

/// <summary>Plain listeners on loopback that have no image: they note who was asked for what, in one common order.</summary>
internal sealed class RequestLog : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TcpListener> _listeners = [];
    private readonly List<Task> _loops = [];
    private readonly List<string> _manifests = [];

    public RequestLog(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            _listeners.Add(listener);
            _loops.Add(AcceptAsync(listener));
        }
    }

    /// <summary><c>localhost:port</c> of each listener.</summary>
    public IReadOnlyList<string> Hosts => [.. _listeners.Select(HostOf)];

    /// <summary><c>host/path</c> with tag or digest of each manifest that was asked for.</summary>
    public IReadOnlyList<string> Manifests
    {
        get
        {
            lock (_manifests)
            {
                return [.. _manifests];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
        _listeners.ForEach(listener => listener.Dispose());
        _stop.Dispose();
    }

    private static string HostOf(TcpListener listener) => $"localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

    private async Task AcceptAsync(TcpListener listener)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(AnswerAsync(await listener.AcceptTcpClientAsync(_stop.Token), HostOf(listener)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task AnswerAsync(TcpClient connection, string host)
    {
        using (connection)
        {
            await using var stream = connection.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            try
            {
                var request = await reader.ReadLineAsync(_stop.Token) ?? "";
                var isHttp = request.EndsWith("HTTP/1.1", StringComparison.Ordinal);
                while (isHttp && await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
                {
                }

                Note(host, request);
                var status = request.StartsWith("GET /v2/ ", StringComparison.Ordinal) ? "200 OK" : isHttp ? "404 Not Found" : "400 Bad Request";
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client gave up, as one does that wanted TLS.
            }
        }
    }

    private void Note(string host, string request)
    {
        var parts = request.Split(' ');
        if (parts.Length != 3 || !parts[1].Contains("/manifests/", StringComparison.Ordinal))
        {
            return;
        }

        var name = parts[1]["/v2/".Length..].Split("/manifests/");
        lock (_manifests)
        {
            _manifests.Add($"{host}/{name[0]}{(name[1].Contains(':', StringComparison.Ordinal) ? '@' : ':')}{name[1]}");
        }
    }
}
