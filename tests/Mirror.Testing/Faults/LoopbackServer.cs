using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Mirror.Testing.Faults;

/// <summary>An HTTP server on a loopback port that does exactly what it is told, bad manners included; a framework's server would be too polite.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private const int MaxHead = 64 * 1024;

    private readonly Func<ServerRequest, CancellationToken, Task<ServerAnswer>> _answer;
    private readonly LoopbackTls? _tls;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;

    /// <summary>Listens at once; <paramref name="answer"/> is called for each request, several at a time. With <paramref name="tls"/> speaks TLS.</summary>
    public LoopbackServer(Func<ServerRequest, CancellationToken, Task<ServerAnswer>> answer, LoopbackTls? tls = null)
    {
        _tls = tls;
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Host and port.</summary>
    public string Endpoint => _listener.LocalEndpoint.ToString()!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        Task[] connections;
        lock (_connections)
        {
            connections = [.. _connections];
        }

        await Task.WhenAll(connections);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                lock (_connections)
                {
                    _connections.Add(Task.Run(() => ServeAsync(socket)));
                }
            }
        }
        catch (Exception e) when (_stop.IsCancellationRequested && e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Told to stop.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            try
            {
                await using var plain = new NetworkStream(socket);
                await using var stream = _tls is null ? plain : await _tls.AcceptAsync(plain, _stop.Token);
                while (await ServeOneAsync(stream, socket))
                {
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or AuthenticationException)
            {
                // The client went away, or the server stops.
            }
        }
    }

    /// <summary>Whether the connection goes on.</summary>
    private async Task<bool> ServeOneAsync(Stream stream, Socket socket)
    {
        if (await ReadHeadAsync(stream) is not { } head)
        {
            return false;
        }

        var lines = head.Split("\r\n");
        var first = lines[0].Split(' ');
        if (first.Length != 3)
        {
            // Somebody tries TLS.
            await stream.WriteAsync("HTTP/1.0 400 Bad Request\r\n\r\n"u8.ToArray(), _stop.Token);
            return false;
        }

        var headers = lines[1..].Select(line => line.Split(": ", 2)).Where(parts => parts.Length == 2).Select(parts => (parts[0], parts[1])).ToList();
        var length = headers.Where(header => header.Item1.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            .Select(header => long.Parse(header.Item2, CultureInfo.InvariantCulture)).FirstOrDefault();
        var expects = headers.Exists(header => header.Item1.Equals("Expect", StringComparison.OrdinalIgnoreCase));
        var request = new ServerRequest(first[0], first[1], headers, length, (limit, token) => ReadBodyAsync(stream, expects, limit, token));
        var answer = await _answer(request, _stop.Token);
        var goesOn = await WriteAsync(stream, socket, request, answer);
        if (goesOn && !request.IsBodyRead && !expects)
        {
            // Closing with unread bytes would reset the connection, and the client could lose the answer.
            await request.ReadBodyAsync(length, _stop.Token);
        }

        return goesOn && (length == 0 || request.IsBodyRead);
    }

    private static async Task<byte[]> ReadBodyAsync(Stream stream, bool expects, long limit, CancellationToken cancellationToken)
    {
        if (expects)
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        }

        var body = new byte[limit];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return body;
    }

    private async Task<string?> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < MaxHead)
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
            if (head.Length >= 4 && head[^1] == '\n' && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
            {
                return head.ToString(0, head.Length - 4);
            }

            if (head.Length == 1 && one[0] == 0x16)
            {
                return "TLS";
            }
        }

        return null;
    }

    private async Task<bool> WriteAsync(Stream stream, Socket socket, ServerRequest request, ServerAnswer answer)
    {
        if (answer.HoldHead is { } hold)
        {
            answer.OnHold();
            await hold.WaitAsync(_stop.Token);
        }

        if (answer.ResetsBeforeHead)
        {
            Reset(socket);
            return false;
        }

        if (answer.Raw is { } raw)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(raw), _stop.Token);
            return false;
        }

        await stream.WriteAsync(Encoding.Latin1.GetBytes(Head(answer)), _stop.Token);
        if (request.Method != "HEAD" && !await WriteBodyAsync(stream, socket, answer))
        {
            return false;
        }

        return answer.Version == "HTTP/1.1" && answer.DeclaredLength is null;
    }

    private async Task<bool> WriteBodyAsync(Stream stream, Socket socket, ServerAnswer answer)
    {
        while (answer.IsEndless)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes($"{answer.Body.Length:x}\r\n"), _stop.Token);
            await stream.WriteAsync(answer.Body, _stop.Token);
            await stream.WriteAsync("\r\n"u8.ToArray(), _stop.Token);
        }

        var end = Math.Min(answer.Body.Length, Math.Min(answer.ResetsAfter ?? long.MaxValue, answer.ClosesAfter ?? long.MaxValue));
        var sent = 0L;
        foreach (var (offset, until) in answer.Holds)
        {
            await stream.WriteAsync(answer.Body[(int)sent..(int)offset], _stop.Token);
            sent = offset;
            answer.OnHold();
            await until.WaitAsync(_stop.Token);
        }

        await stream.WriteAsync(answer.Body[(int)sent..(int)end], _stop.Token);
        if (answer.ResetsAfter is not null)
        {
            Reset(socket);
        }

        return answer.ResetsAfter is null && answer.ClosesAfter is null;
    }

    private static string Head(ServerAnswer answer)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{answer.Version} {answer.Status} Scripted\r\n");
        foreach (var (name, value) in answer.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (answer.IsEndless)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
        }
        else if (answer.DeclaredLength != -1 && answer.Status is not (204 or 304))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {answer.DeclaredLength ?? answer.Body.Length}\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
