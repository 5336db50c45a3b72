namespace LoadLab.K6.Calls;

/// <summary>Bytes on the wire that were not told yet. Thread-safe.</summary>
internal sealed class GrpcTraffic
{
    private long _received;
    private long _sent;

    public void Received(int bytes) => Interlocked.Add(ref _received, bytes);

    public void Sent(int bytes) => Interlocked.Add(ref _sent, bytes);

    /// <summary>What there was since the last time.</summary>
    public (long Received, long Sent) Take() => (Interlocked.Exchange(ref _received, 0), Interlocked.Exchange(ref _sent, 0));
}
