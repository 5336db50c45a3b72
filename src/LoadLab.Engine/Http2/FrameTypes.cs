namespace LoadLab.Engine.Http2;

/// <summary>Types, flags and error codes of frames that matter here (RFC 9113, 6 and 7).</summary>
internal static class FrameTypes
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte ResetStream = 3;
    public const byte Settings = 4;
    public const byte GoAway = 7;
    public const byte Continuation = 9;

    public const byte EndStream = 1;
    public const byte EndHeaders = 4;

    public const uint NoError = 0;
    public const uint RefusedStream = 7;

    /// <summary>Our own code of a GOAWAY: see <see cref="ResponseFrames"/>. Its lowest byte is the server's.</summary>
    public const uint NeverTakenUp = 0x4C4C4700;
}
