using LoadLab.Core.Runs;

namespace LoadLab.Engine.Connections;

/// <summary>Counts connections and requests of a phase. Thread-safe.</summary>
internal sealed class ConnectionCounter
{
    private long _connects;
    private long _handshakes;
    private long _requests;

    public ConnectionCounts Counts => new(Interlocked.Read(ref _connects), Interlocked.Read(ref _handshakes), Interlocked.Read(ref _requests));

    public void Connected() => Interlocked.Increment(ref _connects);

    public void HandshakeDone() => Interlocked.Increment(ref _handshakes);

    public void Requested() => Interlocked.Increment(ref _requests);
}
