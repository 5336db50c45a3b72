using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace LoadLab.Engine.Connections;

/// <summary>The bytes of a request that are still to be written: its head, and as much of its body as fits. Belongs to one connection.</summary>
internal sealed class RequestBuffer
{
    private byte[] _bytes = new byte[1024];
    private int _filled;

    /// <summary>How the body is framed.</summary>
    public bool Chunked { get; private set; }

    /// <summary>The request asks the server to close the connection after it.</summary>
    public bool Closes { get; private set; }

    /// <summary>Something was written already that is not here any more.</summary>
    public bool WasFlushed { get; set; }

    /// <summary>What is to be written.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _filled);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _filled = 0;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _filled += bytes.Length;
    }

    /// <summary>Writes the head of a request, and nothing before it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="host">Host header, unless the request has its own.</param>
    /// <exception cref="HttpRequestException">A header cannot be sent: it is not ASCII, or has a line break.</exception>
    public void Begin(HttpRequestMessage request, string host)
    {
        _filled = 0;
        Closes = false;
        WasFlushed = false;
        var address = request.RequestUri!;
        Add(request.Method.Method);
        Add(" "u8);
        Add(address.PathAndQuery);
        Add(" HTTP/1.1\r\n"u8);
        if (!request.Headers.NonValidated.Contains("Host"))
        {
            Add("Host: "u8);
            Add(host);
            Add("\r\n"u8);
        }

        foreach (var (name, values) in request.Headers.NonValidated)
        {
            Header(name, values);
        }

        Frame(request);
        Add("\r\n"u8);
    }

    /// <summary>Writes the start of a chunk.</summary>
    public void BeginChunk(int length)
    {
        Add(length.ToString("x", CultureInfo.InvariantCulture));
        Add("\r\n"u8);
    }

    private void Frame(HttpRequestMessage request)
    {
        Chunked = false;
        if (request.Content is not { } content)
        {
            // A method that means to bring a body says that there is none (RFC 9110, section 8.6).
            if (MeansBody(request.Method.Method))
            {
                Add("Content-Length: 0\r\n"u8);
            }

            return;
        }

        // Asking for the length computes it, and makes it a header.
        Chunked = request.Headers.TransferEncodingChunked == true || content.Headers.ContentLength is null;
        var saysLength = !Chunked && (content.Headers.ContentLength > 0 || MeansBody(request.Method.Method));
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            if (saysLength || !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                Header(name, values);
            }
        }

        if (Chunked && !request.Headers.NonValidated.Contains("Transfer-Encoding"))
        {
            Add("Transfer-Encoding: chunked\r\n"u8);
        }
    }

    private static bool MeansBody(string method) => method is not ("GET" or "HEAD" or "OPTIONS" or "TRACE" or "DELETE" or "CONNECT");

    private void Header(string name, HeaderStringValues values)
    {
        var value = values.ToString();
        if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) && values.Count > 1)
        {
            value = string.Join("; ", values);
        }
        else if (name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
        {
            Closes |= value.Contains("close", StringComparison.OrdinalIgnoreCase);
        }

        // The value is never shown: it may be a secret.
        if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw Refused($"The header '{name}' has a line break in its value, and cannot be sent.");
        }

        if (!Ascii.IsValid(value))
        {
            throw Refused($"The header '{name}' has a character in its value that is not ASCII, and cannot be sent. Encode it.");
        }

        Add(name);
        Add(": "u8);
        Add(value);
        Add("\r\n"u8);
    }

    private void Add(string text)
    {
        if (!Ascii.IsValid(text))
        {
            throw Refused($"'{text}' is not ASCII, and cannot be sent in the head of a request. Encode it.");
        }

        _filled += Encoding.ASCII.GetBytes(text, Room(text.Length));
    }

    /// <summary>A fault of the request, and not of the target: the exception inside says so to who classifies it.</summary>
    private static HttpRequestException Refused(string message) => new(message, new ArgumentException(message));

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _filled < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _filled + length));
        }

        return _bytes.AsSpan(_filled);
    }
}
