using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Mm.Data.Tests.Kit;

/// <summary>What a network does to connections.</summary>
internal enum NetworkFault : byte
{
    None,

    /// <summary>Every piece of bytes comes 50 ms late.</summary>
    Latency,

    /// <summary>Open connections end with RST.</summary>
    Reset,

    /// <summary>The far side is gone and nobody was told: what is sent is swallowed, and nothing comes back.</summary>
    HalfOpen,

    /// <summary>Answers come, a few bytes at a time.</summary>
    Slow,

    /// <summary>Connections end in the middle of an answer.</summary>
    Cut,

    /// <summary>64 KiB a second.</summary>
    Bandwidth,

    /// <summary>New connections are taken and never answered, open ones go silent.</summary>
    BlackHole,

    /// <summary>Every byte in a packet of its own.</summary>
    Slicing,
}

/// <summary>A TCP proxy on loopback that hurts what passes through it. Hand-made: Debian has no toxiproxy.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private const int BufferBytes = 16 * 1024;
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Pair, bool> _open = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Task _accepting;
    private volatile NetworkFault _fault;
    private long _answerBytes;

    public FaultProxy(int targetPort)
    {
        _target = targetPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that were taken since the start.</summary>
    public int Connections { get; private set; }

    /// <summary>Bytes of answers that came through.</summary>
    public long AnswerBytes => Interlocked.Read(ref _answerBytes);

    /// <summary>
    /// Begins a fault, or ends it. What a fault silenced stays silent until it is cut: a half-open connection does not come back by itself,
    /// so they end when the fault does.
    /// </summary>
    public void Set(NetworkFault fault)
    {
        var before = Interlocked.Exchange(ref _fault, fault);
        if (fault is NetworkFault.Reset || before is NetworkFault.HalfOpen or NetworkFault.BlackHole)
        {
            foreach (var pair in _open.Keys)
                pair.Reset();
        }
    }

    /// <summary>From here on connections are refused. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var pair in _open.Keys)
            pair.Reset();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var near = await _listener.AcceptSocketAsync(_stop.Token);
            Connections++;
            _ = ServeAsync(near);
        }
    }

    private async Task ServeAsync(Socket near)
    {
        var pair = new Pair(near, new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        _open[pair] = true;
        try
        {
            await pair.Far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            near.NoDelay = pair.Far.NoDelay = true;
            await Task.WhenAny(PumpAsync(near, pair.Far, isAnswer: false, pair), PumpAsync(pair.Far, near, isAnswer: true, pair));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The server is away, or the proxy ends: the near side sees a reset.
        }
        finally
        {
            pair.Reset();
            _open.TryRemove(pair, out _);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool isAnswer, Pair pair)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is var count and > 0)
                await PassAsync(to, buffer.AsMemory(0, count), isAnswer, pair);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone, and then both are.
        }
    }

    private async Task PassAsync(Socket to, ReadOnlyMemory<byte> bytes, bool isAnswer, Pair pair)
    {
        if (isAnswer)
            Interlocked.Add(ref _answerBytes, bytes.Length);
        switch (_fault)
        {
            case NetworkFault.HalfOpen or NetworkFault.BlackHole:
                return;
            case NetworkFault.Latency:
                await Task.Delay(Late, _stop.Token);
                break;
            case NetworkFault.Slow when isAnswer:
                await PiecesAsync(to, bytes, 16, TimeSpan.FromMilliseconds(5));
                return;
            case NetworkFault.Bandwidth:
                await PiecesAsync(to, bytes, 1024, TimeSpan.FromMilliseconds(1000.0 / 64));
                return;
            case NetworkFault.Slicing:
                await PiecesAsync(to, bytes, 1, TimeSpan.Zero);
                return;
            case NetworkFault.Cut when isAnswer:
                await to.SendAsync(bytes[..(bytes.Length / 2)], _stop.Token);
                pair.Reset();
                return;
            default:
                break;
        }

        await PiecesAsync(to, bytes, bytes.Length, TimeSpan.Zero);
    }

    private async Task PiecesAsync(Socket to, ReadOnlyMemory<byte> bytes, int most, TimeSpan pause)
    {
        while (bytes.Length > 0)
        {
            var sent = await to.SendAsync(bytes[..Math.Min(most, bytes.Length)], _stop.Token);
            bytes = bytes[sent..];
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, _stop.Token);
        }
    }

    private sealed class Pair(Socket near, Socket far)
    {
        public Socket Far { get; } = far;

        public void Reset()
        {
            foreach (var socket in (Socket[])[near, Far])
            {
                try
                {
                    socket.LingerState = new LingerOption(true, 0); // RST, not FIN
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    // It is closed already.
                }

                socket.Dispose();
            }
        }
    }
}
