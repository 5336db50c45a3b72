using System.Net.Http;

namespace LoadLab.Engine.Http2;

/// <summary>A connection ended before its first frame, or within one. Requests on it may have reached the server, so they are lost and not sent again.</summary>
internal sealed class Http2LostException(string message, Exception? inner) : HttpIOException(HttpRequestError.ResponseEnded, message, inner)
{
    /// <summary>What happened, without the name that .NET adds.</summary>
    public override string Message { get; } = message;

    /// <summary>The end of the connection after these answers.</summary>
    public static Http2LostException After(ResponseFrames answers, IOException? fault) => new(
        answers.IsHttp2
            ? "The connection was closed before the answer was complete."
            : "The server closed the connection without an answer in HTTP/2: it drops connections, or does not speak HTTP/2 without TLS (h2c).",
        fault);
}
