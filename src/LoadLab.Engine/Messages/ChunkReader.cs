namespace LoadLab.Engine.Messages;

/// <summary>What <see cref="ChunkReader"/> found next.</summary>
internal enum ChunkPart
{
    /// <summary>It needs more bytes.</summary>
    Incomplete,

    /// <summary>Bytes of the body.</summary>
    Data,

    /// <summary>The body's end, trailer included.</summary>
    End,

    /// <summary>These are no chunks.</summary>
    Invalid,
}

/// <summary>
/// Takes the framing off a chunked body (RFC 9112, section 7.1), however its bytes are cut up. A bare LF ends a line too, as it does for
/// .NET and curl (section 2.2). A mutable struct.
/// </summary>
internal struct ChunkReader
{
    private readonly List<byte>? _trailer;
    private Place _place;
    private long _left;
    private long _lineLength;
    private bool _digitSeen;

    /// <summary>A reader at the start of a body.</summary>
    /// <param name="trailer">Gets the trailer's lines, each with a line feed; null when nobody asks.</param>
    public ChunkReader(List<byte>? trailer) => _trailer = trailer;

    private enum Place
    {
        Size,
        Extension,
        SizeLineFeed,
        Data,
        DataReturn,
        DataLineFeed,
        Trailer,
        TrailerLineFeed,
        End,
    }

    /// <summary>Takes framing, up to and with the next piece of the body.</summary>
    /// <param name="bytes">Bytes not consumed yet.</param>
    /// <param name="consumed">How many of them are done with, the piece included.</param>
    /// <param name="length">Length of the piece, which ends at <paramref name="consumed"/>.</param>
    public ChunkPart Next(ReadOnlySpan<byte> bytes, out int consumed, out int length)
    {
        length = 0;
        for (consumed = 0; consumed < bytes.Length && _place != Place.End;)
        {
            if (_place == Place.Data)
            {
                length = (int)Math.Min(bytes.Length - consumed, _left);
                consumed += length;
                _left -= length;
                _place = _left == 0 ? Place.DataReturn : Place.Data;
                return ChunkPart.Data;
            }

            if (!Take(bytes[consumed++]))
            {
                return ChunkPart.Invalid;
            }
        }

        return _place == Place.End ? ChunkPart.End : ChunkPart.Incomplete;
    }

    private bool Take(byte next)
    {
        switch (_place)
        {
            case Place.Size when Digit(next) is >= 0 and var digit && _left < long.MaxValue >> 8:
                _left = (_left * 16) + digit;
                _digitSeen = true;
                return true;
            case Place.Size when _digitSeen && next is (byte)';' or (byte)' ' or (byte)'\t':
                _place = Place.Extension;
                return true;
            case Place.Size when _digitSeen && next == '\r':
            case Place.Extension when next == '\r':
                _place = Place.SizeLineFeed;
                return true;
            case Place.Size when _digitSeen && next == '\n':
            case Place.Extension when next == '\n':
            case Place.SizeLineFeed when next == '\n':
                _digitSeen = false;
                _lineLength = 0;
                _place = _left == 0 ? Place.Trailer : Place.Data;
                return true;
            case Place.Extension:
                return true;
            case Place.DataReturn when next == '\r':
                _place = Place.DataLineFeed;
                return true;
            case Place.DataReturn when next == '\n':
            case Place.DataLineFeed when next == '\n':
                _place = Place.Size;
                return true;
            case Place.Trailer when next == '\r':
                _place = Place.TrailerLineFeed;
                return true;
            case Place.Trailer when next == '\n':
            case Place.TrailerLineFeed when next == '\n':
                // An empty line ends the trailer.
                _place = _lineLength == 0 ? Place.End : Place.Trailer;
                _lineLength = 0;
                _trailer?.Add((byte)'\n');
                return true;
            case Place.Trailer:
                _trailer?.Add(next);
                return ++_lineLength <= HttpResponseParser.LongestHead;
            default:
                return false;
        }
    }

    private static int Digit(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'a' and <= (byte)'f' => value - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => value - 'A' + 10,
        _ => -1,
    };
}
