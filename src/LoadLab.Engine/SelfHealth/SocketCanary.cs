using System.Net;
using System.Net.Sockets;

namespace LoadLab.Engine.SelfHealth;

/// <summary>
/// Sends a byte to itself over every thread that reads sockets and notes how long it is under way. A scenario that blocks such a
/// thread, or all threads of the pool, holds up every answer: this is how it is noticed.
/// </summary>
internal sealed class SocketCanary : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly TimeProvider _time;
    private readonly Pair[] _pairs;
    private long _nextSend;

    public SocketCanary(TimeProvider time)
    {
        _time = time;
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        // .NET deals new sockets to its reading threads in turn, and has at most one for each core; a pair has two sockets.
        _pairs = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Pair(listener))];
    }

    /// <summary>Ticks for which the slowest byte has been under way; 0 when all have arrived. One thread only.</summary>
    public long LateTicks()
    {
        var now = _time.GetTimestamp();
        var late = 0L;
        foreach (var pair in _pairs)
        {
            late = Math.Max(late, pair.LateTicks(now));
        }

        if (now >= _nextSend)
        {
            _nextSend = now + (long)(Period.TotalSeconds * _time.TimestampFrequency);
            foreach (var pair in _pairs)
            {
                pair.Send(now);
            }
        }

        return late;
    }

    public void Dispose()
    {
        foreach (var pair in _pairs)
        {
            pair.Dispose();
        }
    }

    private sealed class Pair : IDisposable
    {
        private readonly Socket _sender = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly Socket _receiver;
        private long _sentAt;
        private int _underWay;

        public Pair(Socket listener)
        {
            _sender.Connect(listener.LocalEndPoint!);
            _receiver = listener.Accept();
            _ = ReceiveAsync();
        }

        public long LateTicks(long now) => Volatile.Read(ref _underWay) == 1 ? now - _sentAt : 0;

        public void Send(long now)
        {
            if (Volatile.Read(ref _underWay) == 0)
            {
                _sentAt = now;
                Volatile.Write(ref _underWay, 1);
                _sender.Send([0]);
            }
        }

        public void Dispose()
        {
            _sender.Dispose();
            _receiver.Dispose();
        }

        private async Task ReceiveAsync()
        {
            var buffer = new byte[1];
            try
            {
                while (await _receiver.ReceiveAsync(buffer, SocketFlags.None).ConfigureAwait(false) > 0)
                {
                    Volatile.Write(ref _underWay, 0);
                }
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // The end of the run closes both ends.
            }
        }
    }
}
