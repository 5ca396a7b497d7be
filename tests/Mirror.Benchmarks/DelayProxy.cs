using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Mirror.Benchmarks;

/// <summary>
/// A distance in front of a server: what either side sends arrives later by a fixed time, a new connection by twice that. Throughput stays, because what is
/// under way is not bounded by what has arrived.
/// </summary>
internal sealed class DelayProxy : IAsyncDisposable
{
    private const int ChunkSize = 64 * 1024;
    private const int MaxUnderWay = 512;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = [];
    private readonly IPEndPoint _target;
    private readonly TimeSpan _eachWay;
    private readonly TimeProvider _timeProvider;
    private readonly Task _accepting;

    public DelayProxy(IPEndPoint target, TimeSpan eachWay, TimeProvider timeProvider)
    {
        _target = target;
        _eachWay = eachWay;
        _timeProvider = timeProvider;
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public string Endpoint => _listener.LocalEndpoint.ToString()!;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                var connection = ServeAsync(client);
                _connections[connection] = true;
                _ = connection.ContinueWith(done => _connections.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await Task.Delay(2 * _eachWay, _timeProvider, _stop.Token);
                await server.ConnectAsync(_target, _stop.Token);
                await Task.WhenAll(CarryAsync(client, server), CarryAsync(server, client));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // One side went away, or the proxy is stopped; both ends are closed now.
            }
        }
    }

    private async Task CarryAsync(Socket from, Socket to)
    {
        var underWay = Channel.CreateBounded<Chunk>(new BoundedChannelOptions(MaxUnderWay) { SingleReader = true, SingleWriter = true });
        var receiving = ReceiveAsync(from, underWay.Writer);
        await foreach (var chunk in underWay.Reader.ReadAllAsync(_stop.Token))
        {
            var left = _eachWay - _timeProvider.GetElapsedTime(chunk.Sent);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, _timeProvider, _stop.Token);
            }

            for (var sent = 0; sent < chunk.Count;)
            {
                sent += await to.SendAsync(chunk.Bytes.AsMemory(sent, chunk.Count - sent), _stop.Token);
            }

            ArrayPool<byte>.Shared.Return(chunk.Bytes);
        }

        await receiving;
        to.Shutdown(SocketShutdown.Send);
    }

    private async Task ReceiveAsync(Socket from, ChannelWriter<Chunk> underWay)
    {
        try
        {
            while (true)
            {
                var bytes = ArrayPool<byte>.Shared.Rent(ChunkSize);
                var count = await from.ReceiveAsync(bytes.AsMemory(0, ChunkSize), _stop.Token);
                if (count == 0)
                {
                    underWay.Complete();
                    return;
                }

                await underWay.WriteAsync(new Chunk(bytes, count, _timeProvider.GetTimestamp()), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            underWay.TryComplete(e);
        }
    }

    private readonly record struct Chunk(byte[] Bytes, int Count, long Sent);
}
