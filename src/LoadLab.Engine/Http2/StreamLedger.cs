using LoadLab.Engine.Connections;

namespace LoadLab.Engine.Http2;

/// <summary>
/// The streams of a connection: which are open, and which the server says it never took up (RFC 9113, 8.7), above the last one that a GOAWAY
/// names, or refused. .NET sends the requests of the latter again, so each of them counts. Thread-safe.
/// </summary>
internal sealed class StreamLedger(ConnectionCounter counter)
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _open = [];
    private int _highest;
    private int _last = int.MaxValue;

    /// <summary>A request, or its trailers, is about to be written.</summary>
    public void Opened(int stream)
    {
        lock (_lock)
        {
            if (stream <= _highest)
            {
                return;
            }

            _highest = stream;
            if (stream > _last)
            {
                counter.NeverTakenUp(1);
            }
            else
            {
                _open.Add(stream);
            }
        }
    }

    /// <summary>The answer is complete, or the client has given the request up.</summary>
    public void Closed(int stream)
    {
        lock (_lock)
        {
            _open.Remove(stream);
        }
    }

    /// <summary>The server has reset a stream.</summary>
    public void ClosedWith(uint code, int stream)
    {
        lock (_lock)
        {
            if (_open.Remove(stream) && code == FrameTypes.RefusedStream)
            {
                counter.NeverTakenUp(1);
            }
        }
    }

    /// <summary>A GOAWAY came. A server may send several, each with a lower <paramref name="last"/> than the one before.</summary>
    public void GoneAway(int last)
    {
        lock (_lock)
        {
            _last = Math.Min(last, _last);
            counter.NeverTakenUp(_open.RemoveWhere(stream => stream > _last));
        }
    }

    /// <summary>The connection has ended.</summary>
    /// <returns>The last stream that was opened and the streams whose answers will never come.</returns>
    public (int Last, int[] Lost) Ended()
    {
        lock (_lock)
        {
            _last = Math.Min(_highest, _last);
            var lost = _open.ToArray();
            _open.Clear();
            return (_last, lost);
        }
    }
}
