namespace LoadLab.Engine.Http2;

/// <summary>What a connection sends: which streams it opens, and which it gives up.</summary>
internal sealed class RequestFrames(StreamLedger ledger) : FrameScanner(ConnectionPreface)
{
    /// <summary>"PRI * HTTP/2.0 SM" and its line ends, before the first frame.</summary>
    private const int ConnectionPreface = 24;

    public void Sent(ReadOnlySpan<byte> bytes) => Take(bytes);

    protected override void OnFrame()
    {
        if (Type == FrameTypes.Headers)
        {
            ledger.Opened(Stream);
        }
        else if (Type == FrameTypes.ResetStream)
        {
            ledger.Closed(Stream);
        }
    }
}
