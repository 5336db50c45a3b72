using System.Buffers.Binary;

namespace LoadLab.Engine.Http2;

/// <summary>
/// What a connection receives. Of a GOAWAY it changes the error code into one of our own, so that whoever reads on can tell a request
/// that the server never took up from one that was lost: .NET gives both the same exception but for this code.
/// </summary>
internal sealed class ResponseFrames(StreamLedger ledger) : FrameScanner(prefaceBytes: 0)
{
    private const int CodeOffset = 4;

    private readonly byte[] _start = new byte[80];
    private readonly byte[] _payload = new byte[8];
    private Memory<byte> _buffer;
    private int _started;
    private bool _first = true;
    private bool _endsWithHeaders;

    /// <summary>True from the first frame on, when it is one that an HTTP/2 server begins with.</summary>
    public bool IsHttp2 { get; private set; }

    /// <summary>Code of the last GOAWAY; 0 when there was none.</summary>
    public uint GoAwayCode { get; private set; }

    /// <summary>Takes what was read, and changes it in place.</summary>
    /// <exception cref="Http2NotOfferedException">It is an answer of HTTP/1.</exception>
    public void Received(Memory<byte> bytes)
    {
        if (!IsHttp2 && _started < _start.Length)
        {
            Begin(bytes.Span);
        }

        _buffer = bytes;
        Take(bytes.Span);
        _buffer = default;
    }

    protected override void OnFrame()
    {
        if (_first)
        {
            (_first, IsHttp2) = (false, Type == FrameTypes.Settings);
        }

        var ends = Type switch
        {
            FrameTypes.Data => Has(FrameTypes.EndStream),
            FrameTypes.Headers => (_endsWithHeaders = Has(FrameTypes.EndStream)) && Has(FrameTypes.EndHeaders),
            FrameTypes.Continuation => _endsWithHeaders && Has(FrameTypes.EndHeaders),
            _ => false,
        };
        if (ends)
        {
            ledger.Closed(Stream);
        }
    }

    protected override void OnPayload(ReadOnlySpan<byte> piece, int offset, int position)
    {
        if (!IsHttp2 || Type is not (FrameTypes.ResetStream or FrameTypes.GoAway) || offset >= _payload.Length)
        {
            return;
        }

        piece = piece[..Math.Min(_payload.Length - offset, piece.Length)];
        piece.CopyTo(_payload.AsSpan(offset));
        var end = offset + piece.Length;
        if (Type == FrameTypes.ResetStream)
        {
            if (end == 4)
            {
                ledger.ClosedWith(BinaryPrimitives.ReadUInt32BigEndian(_payload), Stream);
            }
        }
        else
        {
            Mark(offset, end, position - offset);
            if (end == _payload.Length)
            {
                GoAwayCode = BinaryPrimitives.ReadUInt32BigEndian(_payload.AsSpan(CodeOffset));
                ledger.GoneAway(BinaryPrimitives.ReadInt32BigEndian(_payload) & int.MaxValue);
            }
        }
    }

    private void Begin(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(_start.Length - _started, bytes.Length);
        bytes[..taken].CopyTo(_start.AsSpan(_started));
        _started += taken;
        if (_start.AsSpan(0, _started).StartsWith("HTTP/1"u8))
        {
            throw Http2NotOfferedException.InsteadOf(_start.AsSpan(0, _started));
        }
    }

    /// <summary>The three upper bytes of a GOAWAY's code, wherever they were cut.</summary>
    private void Mark(int from, int to, int payload)
    {
        Span<byte> ours = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(ours, FrameTypes.NeverTakenUp);
        for (var at = Math.Max(from, CodeOffset); at < Math.Min(to, CodeOffset + 3); at++)
        {
            _buffer.Span[payload + at] = ours[at - CodeOffset];
        }
    }
}
