using System.Buffers.Binary;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Http2;

/// <summary>
/// What .NET reads when a connection has ended: a GOAWAY, so that requests that were not written yet go to another connection, and for each
/// stream whose answer will never come a reset of our own code, so that its request has failed. The bare end would give both one exception.
/// </summary>
internal static class ConnectionEnd
{
    private const int HeaderBytes = 9;

    /// <summary>The frames.</summary>
    /// <param name="last">Last stream that was opened.</param>
    /// <param name="lost">Streams without a complete answer.</param>
    /// <param name="code">Error code of the server's own GOAWAY; 0 for none.</param>
    public static byte[] Frames(int last, ReadOnlySpan<int> lost, uint code)
    {
        var bytes = new byte[HeaderBytes + 8 + (lost.Length * (HeaderBytes + 4))];
        Header(bytes, 8, FrameTypes.GoAway, stream: 0);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(HeaderBytes), last);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(HeaderBytes + 4), FrameTypes.NeverTakenUp);
        var at = HeaderBytes + 8;
        foreach (var stream in lost)
        {
            Header(bytes.AsSpan(at), 4, FrameTypes.ResetStream, stream);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at + HeaderBytes), FailureClassifier.Http2ConnectionLost | Math.Min(code, 0xFF));
            at += HeaderBytes + 4;
        }

        return bytes;
    }

    private static void Header(Span<byte> bytes, byte length, byte type, int stream)
    {
        (bytes[2], bytes[3]) = (length, type);
        BinaryPrimitives.WriteInt32BigEndian(bytes[5..], stream);
    }
}
