using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Mirror.Benchmarks;

/// <summary>
/// A distance in front of a server: what either side sends arrives later by a fixed time, a new connection by twice that. Throughput stays, because what is
/// under way is not bounded by what has arrived. Threads that block, because the processor time of many short asynchronous
/// steps would be taken from who is measured.
/// </summary>
internal sealed class DelayProxy : IAsyncDisposable
{
    private const int ChunkSize = 256 * 1024;
    private const int MaxUnderWay = 128;
    private const int StackSize = 128 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _sockets = [];
    private readonly IPEndPoint _target;
    private readonly TimeSpan _eachWay;
    private readonly TimeProvider _timeProvider;
    private readonly Thread _accepting;
    private volatile bool _isStopped;

    public DelayProxy(IPEndPoint target, TimeSpan eachWay, TimeProvider timeProvider)
    {
        _target = target;
        _eachWay = eachWay;
        _timeProvider = timeProvider;
        _listener.Start(512);
        _accepting = Start(Accept);
    }

    public string Endpoint => _listener.LocalEndpoint.ToString()!;

    public ValueTask DisposeAsync()
    {
        _isStopped = true;
        _listener.Stop();
        foreach (var socket in _sockets.Keys)
        {
            socket.Dispose();
        }

        _accepting.Join();
        _listener.Dispose();
        return default;
    }

    private void Accept()
    {
        try
        {
            while (!_isStopped)
            {
                var client = _listener.AcceptSocket();
                Start(() => Serve(client));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private void Serve(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            _sockets[client] = _sockets[server] = true;
            client.NoDelay = server.NoDelay = true;
            try
            {
                Thread.Sleep(2 * _eachWay);
                server.Connect(_target);
                var there = Start(() => Carry(client, server));
                Carry(server, client);
                there.Join();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The server went away, or the proxy is stopped.
            }
            finally
            {
                _sockets.TryRemove(client, out _);
                _sockets.TryRemove(server, out _);
            }
        }
    }

    private void Carry(Socket from, Socket to)
    {
        using var underWay = new BlockingCollection<Chunk>(MaxUnderWay);
        var receiving = Start(() => Receive(from, underWay));
        try
        {
            foreach (var chunk in underWay.GetConsumingEnumerable())
            {
                var left = _eachWay - _timeProvider.GetElapsedTime(chunk.Sent);
                if (left > TimeSpan.Zero)
                {
                    // Whole milliseconds, and never early.
                    Thread.Sleep((int)Math.Ceiling(left.TotalMilliseconds));
                }

                to.Send(chunk.Bytes.AsSpan(0, chunk.Count));
                ArrayPool<byte>.Shared.Return(chunk.Bytes);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side went away; the other gets to know it.
            from.Dispose();
            to.Dispose();
            while (underWay.TryTake(out _, Timeout.Infinite))
            {
            }
        }

        receiving.Join();
    }

    private void Receive(Socket from, BlockingCollection<Chunk> underWay)
    {
        try
        {
            while (true)
            {
                var bytes = ArrayPool<byte>.Shared.Rent(ChunkSize);
                var count = from.Receive(bytes);
                if (count == 0)
                {
                    return;
                }

                underWay.Add(new Chunk(bytes, count, _timeProvider.GetTimestamp()));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It went away; what it sent before still arrives.
        }
        finally
        {
            underWay.CompleteAdding();
        }
    }

    private static Thread Start(Action work)
    {
        var thread = new Thread(() => work(), StackSize) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private readonly record struct Chunk(byte[] Bytes, int Count, long Sent);
}
