using System.Buffers.Text;
using System.Text;

namespace LoadLab.Engine.Messages;

/// <summary>What the head of an answer says of status and framing (RFC 9112, sections 4, 6 and 9.3). A line ends with CRLF, or a bare LF (section 2.2).</summary>
internal struct HttpHead
{
    /// <summary>Length of a body that ends with the connection.</summary>
    public const long UntilClose = -1;

    public int StatusCode { get; private set; }

    /// <summary>False when the server closes the connection after this answer.</summary>
    public bool KeepAlive { get; private set; }

    /// <summary>Announced length of the body, or <see cref="UntilClose"/>.</summary>
    public long Length { get; private set; }

    /// <summary>The body comes in chunks, whatever <see cref="Length"/> says.</summary>
    public bool Chunked { get; private set; }

    /// <summary>True when HTTP/1.0.</summary>
    public bool IsVersion10 { get; private set; }

    /// <summary>Index after the empty line that ends a head; negative when it is not there yet.</summary>
    public static int EndOf(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\n\r\n"u8);
        var bare = (end < 0 ? bytes : bytes[..(end + 1)]).IndexOf("\n\n"u8);
        return bare >= 0 ? bare + 2 : end < 0 ? end : end + 3;
    }

    /// <summary>False when these bytes are no HTTP/1.x, or too many to be a head.</summary>
    public static bool CanBegin(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= HttpResponseParser.LongestHead && (bytes.Length < 5 ? "HTTP/"u8.StartsWith(bytes) : bytes.StartsWith("HTTP/"u8));

    /// <summary>Reads a whole head. False when it is not one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> head, out HttpHead result)
    {
        result = new HttpHead { Length = UntilClose };

        // HTTP/1.1 200 OK
        if (head.Length < 13 || !head.StartsWith("HTTP/1."u8) || head[8] != ' ' || head[12] is not ((byte)' ' or (byte)'\r' or (byte)'\n')
            || !Utf8Parser.TryParse(head.Slice(9, 3), out int status, out var digits) || digits != 3 || status < 100)
        {
            return false;
        }

        result.StatusCode = status;
        result.IsVersion10 = head[7] == '0';
        result.KeepAlive = !result.IsVersion10;
        while (!head.IsEmpty)
        {
            // Only three headers matter; their first letters tell most others apart without a comparison.
            var line = NextLine(ref head);
            if (line.Length >= 8 && (line[0] | 0x20) is ('c' or 't') && !result.TakeHeader(line))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes a line off the front, without its end.</summary>
    public static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf((byte)'\n');
        var line = end < 0 ? head : head[..end];
        head = end < 0 ? default : head[(end + 1)..];
        return line.Length > 0 && line[^1] == '\r' ? line[..^1] : line;
    }

    /// <summary>Reads a header if it matters. False when it makes the answer invalid: a length that is no number, or two that differ.</summary>
    private bool TakeHeader(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? default : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..].Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(name, "content-length"u8))
        {
            var isNumber = Utf8Parser.TryParse(value, out long given, out var digits) && digits == value.Length && given >= 0;
            var isValid = isNumber && (Length == UntilClose || Length == given);
            Length = given;
            return isValid;
        }

        if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
        {
            Chunked = value.Length >= 7 && Ascii.EqualsIgnoreCase(value[^7..], "chunked"u8);
        }
        else if (Ascii.EqualsIgnoreCase(name, "connection"u8))
        {
            KeepAlive = Ascii.EqualsIgnoreCase(value, "keep-alive"u8) || (KeepAlive && !Ascii.EqualsIgnoreCase(value, "close"u8));
        }

        return true;
    }
}
