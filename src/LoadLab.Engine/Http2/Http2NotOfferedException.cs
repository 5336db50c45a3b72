using System.Net.Http;
using System.Text;

namespace LoadLab.Engine.Http2;

/// <summary>The server speaks HTTP/1 only. No request has reached it.</summary>
internal sealed class Http2NotOfferedException(string message) : HttpIOException(HttpRequestError.VersionNegotiationError, message)
{
    /// <summary>What happened, without the name that .NET adds.</summary>
    public override string Message { get; } = message;

    /// <summary>ALPN chose another protocol, or none.</summary>
    public static Http2NotOfferedException InTls() => new("The server did not offer HTTP/2: it did not choose 'h2' in the TLS handshake (ALPN)");

    /// <summary>What a server of HTTP/1 says to HTTP/2 without TLS.</summary>
    public static Http2NotOfferedException InsteadOf(ReadOnlySpan<byte> start) =>
        new($"The server did not offer HTTP/2 without TLS (h2c): it answered '{Encoding.Latin1.GetString(start).Split('\r', '\n')[0]}'");

    /// <summary>Some servers of HTTP/1 close without a word.</summary>
    public static Http2NotOfferedException Silent() => new("The server did not offer HTTP/2 without TLS (h2c): it closed the connection without a word");
}
