using System.Buffers.Text;
using System.Text;

namespace LoadLab.Engine.Http;

/// <summary>What the parser made of the bytes so far.</summary>
public enum HttpAnswerState
{
    /// <summary>The answer goes on.</summary>
    Incomplete,

    /// <summary>The answer is complete.</summary>
    Complete,

    /// <summary>This is not HTTP/1.x.</summary>
    Invalid,
}

/// <summary>
/// Finds the end and the status of one HTTP/1.x answer (RFC 9112, sections 4 to 7), however its bytes are cut up. Keeps nothing of the
/// body, but for the beginning of an error's when it is asked to. A mutable struct: it belongs to one connection.
/// </summary>
public struct HttpAnswerParser
{
    /// <summary>Longest head that is accepted, in bytes.</summary>
    public const int LongestHead = 64 * 1024;

    private const long UntilClose = -1;

    private readonly bool _isHead;
    private readonly HttpErrorBodies? _errors;
    private byte[]? _kept;
    private int _keptLength;
    private Part _part;
    private ChunkPart _chunk;
    private long _left;
    private long _lineLength;
    private bool _digitSeen;

    /// <summary>A parser for the answer to one request.</summary>
    /// <param name="isHead">The request's method is HEAD: the answer has no body whatever it announces.</param>
    public HttpAnswerParser(bool isHead)
        : this(isHead, null)
    {
    }

    /// <summary>The same, keeping the beginning of a body that <paramref name="errors"/> wants.</summary>
    internal HttpAnswerParser(bool isHead, HttpErrorBodies? errors)
    {
        _isHead = isHead;
        _errors = errors;
    }

    private enum Part
    {
        Head,
        Body,
        Chunks,
        Done,
    }

    private enum ChunkPart
    {
        Size,
        Extension,
        SizeLineFeed,
        Data,
        DataReturn,
        DataLineFeed,
        Trailer,
        TrailerLineFeed,
    }

    /// <summary>Status code, once the head is complete.</summary>
    public int StatusCode { get; private set; }

    /// <summary>False when the server closes the connection after this answer.</summary>
    public bool KeepAlive { get; private set; }

    /// <summary>Bytes of the body so far, without the framing of chunks.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>The beginning of the body, without the framing of chunks, when it was asked for; empty otherwise.</summary>
    internal readonly ReadOnlySpan<byte> Kept => _kept.AsSpan(0, _keptLength);

    /// <summary>
    /// Takes bytes. A head is taken only when it is whole: until then the caller keeps the bytes and calls again with more.
    /// </summary>
    /// <param name="bytes">All bytes received and not yet consumed.</param>
    /// <param name="consumed">How many of them are done with.</param>
    public HttpAnswerState Take(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        while (_part == Part.Head)
        {
            var rest = bytes[consumed..];
            var end = rest.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return rest.Length > LongestHead || !CanBeHead(rest) ? HttpAnswerState.Invalid : HttpAnswerState.Incomplete;
            }

            if (!ReadHead(rest[..(end + 2)]))
            {
                return HttpAnswerState.Invalid;
            }

            consumed += end + 4;
        }

        return _part switch
        {
            Part.Body => TakeBody(bytes[consumed..], ref consumed),
            Part.Chunks => TakeChunks(bytes[consumed..], ref consumed),
            _ => HttpAnswerState.Complete,
        };
    }

    /// <summary>The server closed the connection. True when that is how this answer ends.</summary>
    public readonly bool IsCompleteAtClose => _part == Part.Done || (_part == Part.Body && _left == UntilClose);

    private static bool CanBeHead(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 5 ? "HTTP/"u8.StartsWith(bytes) : bytes.StartsWith("HTTP/"u8);

    private bool ReadHead(ReadOnlySpan<byte> head)
    {
        // HTTP/1.1 200 OK
        if (head.Length < 14 || !head.StartsWith("HTTP/1."u8) || head[8] != ' '
            || !Utf8Parser.TryParse(head.Slice(9, 3), out int status, out var digits) || digits != 3 || status < 100 || head[12] is not ((byte)' ' or (byte)'\r'))
        {
            return false;
        }

        StatusCode = status;
        KeepAlive = head[7] != '0';
        long length = UntilClose;
        var chunked = false;
        while (!head.IsEmpty)
        {
            // Only three headers matter; their first letters tell most others apart without a comparison.
            var line = Next(ref head);
            if (line.Length >= 8 && (line[0] | 0x20) is ('c' or 't') && !ReadHeader(line, ref length, ref chunked))
            {
                return false;
            }
        }

        if (status < 200)
        {
            return status != 101;
        }

        Begin(status, length, chunked);
        return true;
    }

    /// <summary>Reads a header if it matters. False when it makes the answer invalid: a length that is no number, or two that differ.</summary>
    private bool ReadHeader(ReadOnlySpan<byte> line, ref long length, ref bool chunked)
    {
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? default : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..].Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(name, "content-length"u8))
        {
            var isNumber = Utf8Parser.TryParse(value, out long given, out var digits) && digits == value.Length && given >= 0;
            var isValid = isNumber && (length == UntilClose || length == given);
            length = given;
            return isValid;
        }

        if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
        {
            chunked = value.Length >= 7 && Ascii.EqualsIgnoreCase(value[^7..], "chunked"u8);
        }
        else if (Ascii.EqualsIgnoreCase(name, "connection"u8))
        {
            KeepAlive = Ascii.EqualsIgnoreCase(value, "keep-alive"u8) || (KeepAlive && !Ascii.EqualsIgnoreCase(value, "close"u8));
        }

        return true;
    }

    private void Begin(int status, long length, bool chunked)
    {
        if (status >= 400 && _errors is not null && _errors.Wants(status))
        {
            _kept = new byte[HttpErrorBodies.MostBytes];
        }

        if (_isHead || status is 204 or 304)
        {
            _part = Part.Done;
        }
        else if (chunked)
        {
            _part = Part.Chunks;
            _chunk = ChunkPart.Size;
        }
        else
        {
            _left = length;
            _part = length == 0 ? Part.Done : Part.Body;
            KeepAlive &= length >= 0;
        }
    }

    private HttpAnswerState TakeBody(ReadOnlySpan<byte> bytes, ref int consumed)
    {
        var taken = _left == UntilClose ? bytes.Length : (int)Math.Min(bytes.Length, _left);
        Keep(bytes[..taken]);
        BodyBytes += taken;
        consumed += taken;
        if (_left == UntilClose)
        {
            return HttpAnswerState.Incomplete;
        }

        _left -= taken;
        return _left == 0 ? Complete() : HttpAnswerState.Incomplete;
    }

    private HttpAnswerState TakeChunks(ReadOnlySpan<byte> bytes, ref int consumed)
    {
        for (var at = 0; at < bytes.Length;)
        {
            if (_chunk == ChunkPart.Data)
            {
                var taken = (int)Math.Min(bytes.Length - at, _left);
                Keep(bytes.Slice(at, taken));
                at += taken;
                consumed += taken;
                BodyBytes += taken;
                _left -= taken;
                _chunk = _left == 0 ? ChunkPart.DataReturn : ChunkPart.Data;
                continue;
            }

            consumed++;
            if (!TakeChunkByte(bytes[at++]))
            {
                return HttpAnswerState.Invalid;
            }

            if (_part == Part.Done)
            {
                return HttpAnswerState.Complete;
            }
        }

        return HttpAnswerState.Incomplete;
    }

    private bool TakeChunkByte(byte next)
    {
        switch (_chunk)
        {
            case ChunkPart.Size when Digit(next) is >= 0 and var digit && _left < long.MaxValue >> 8:
                _left = (_left * 16) + digit;
                _digitSeen = true;
                return true;
            case ChunkPart.Size when _digitSeen && next is (byte)';' or (byte)' ' or (byte)'\t':
                _chunk = ChunkPart.Extension;
                return true;
            case ChunkPart.Size when _digitSeen && next == '\r':
            case ChunkPart.Extension when next == '\r':
                _chunk = ChunkPart.SizeLineFeed;
                return true;
            case ChunkPart.Extension:
                return true;
            case ChunkPart.SizeLineFeed when next == '\n':
                _digitSeen = false;
                _lineLength = 0;
                _chunk = _left == 0 ? ChunkPart.Trailer : ChunkPart.Data;
                return true;
            case ChunkPart.DataReturn when next == '\r':
                _chunk = ChunkPart.DataLineFeed;
                return true;
            case ChunkPart.DataLineFeed when next == '\n':
                _chunk = ChunkPart.Size;
                return true;
            case ChunkPart.Trailer when next == '\r':
                _chunk = ChunkPart.TrailerLineFeed;
                return true;
            case ChunkPart.Trailer:
                return ++_lineLength <= LongestHead;
            case ChunkPart.TrailerLineFeed when next == '\n':
                // An empty line ends the trailer.
                _part = _lineLength == 0 ? Part.Done : Part.Chunks;
                _lineLength = 0;
                _chunk = ChunkPart.Trailer;
                return true;
            default:
                return false;
        }
    }

    private void Keep(ReadOnlySpan<byte> body)
    {
        if (_kept is not null)
        {
            var part = body[..Math.Min(body.Length, _kept.Length - _keptLength)];
            part.CopyTo(_kept.AsSpan(_keptLength));
            _keptLength += part.Length;
        }
    }

    private HttpAnswerState Complete()
    {
        _part = Part.Done;
        return HttpAnswerState.Complete;
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf((byte)'\n');
        var line = end < 0 ? head : head[..end];
        head = end < 0 ? default : head[(end + 1)..];
        return line.Length > 0 && line[^1] == '\r' ? line[..^1] : line;
    }

    private static int Digit(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'a' and <= (byte)'f' => value - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => value - 'A' + 10,
        _ => -1,
    };
}
