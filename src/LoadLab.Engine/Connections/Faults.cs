using System.Net.Http;

namespace LoadLab.Engine.Connections;

/// <summary>The exceptions of <see cref="Http1Handler"/>, in the classes that .NET's handler has for them.</summary>
internal static class Faults
{
    /// <summary>What came is no HTTP/1.1.</summary>
    public static HttpRequestException NotHttp(string why) => new(HttpRequestError.InvalidResponse, $"The answer is not valid HTTP: {why}.");

    /// <summary>The connection was lost after something was written.</summary>
    public static HttpRequestException Lost(bool received, Exception? fault = null) =>
        new(HttpRequestError.ResponseEnded, LostWords(received), fault);

    /// <summary>The same while a body is read.</summary>
    public static HttpIOException LostInBody(Exception? fault = null) => new(HttpRequestError.ResponseEnded, LostWords(received: true), fault);

    private static string LostWords(bool received) =>
        received ? "The connection was closed before the answer was complete." : "The connection was closed before the answer.";
}
