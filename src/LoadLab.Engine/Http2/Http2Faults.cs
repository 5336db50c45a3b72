using System.Globalization;
using System.Net.Http;
using System.Security.Authentication;

namespace LoadLab.Engine.Http2;

/// <summary>What a failure of .NET's HTTP/2 means for the request.</summary>
internal static class Http2Faults
{
    /// <summary>
    /// True when the server has said that it never took the request up: its stream was refused, or lay above the last one of a GOAWAY.
    /// Or when nothing of it was written, since its connection was closing: that has no cause inside. .NET sends such a request again three
    /// times; then it gives up.
    /// </summary>
    public static bool WasNeverTakenUp(HttpRequestException fault) =>
        Find<HttpProtocolException>(fault) is { } protocol
            ? protocol.ErrorCode == FrameTypes.RefusedStream || (protocol.ErrorCode & ~0xFFL) == FrameTypes.NeverTakenUp
            : fault is { InnerException: null, HttpRequestError: HttpRequestError.Unknown };

    /// <summary>True when the server refused the stream alone: the connection goes on.</summary>
    public static bool WasRefused(HttpRequestException fault) => Find<HttpProtocolException>(fault) is { ErrorCode: FrameTypes.RefusedStream };

    /// <summary>The failure of a request that was never taken up, however often it was sent.</summary>
    public static HttpRequestException GivenUp(HttpRequestException fault, int times) => fault.InnerException is null ? fault : new HttpRequestException(
        HttpRequestError.ConnectionError,
        string.Create(CultureInfo.InvariantCulture, $"The server took the request up none of the {times} times that it was sent (HTTP/2 {(WasRefused(fault) ? "REFUSED_STREAM" : "GOAWAY")})."),
        fault);

    /// <summary>The same failure with the class and the words of its cause, where that is ours to tell.</summary>
    public static HttpRequestException Explained(HttpRequestException fault)
    {
        if (Find<AuthenticationException>(fault) is { } tls)
        {
            return new HttpRequestException(HttpRequestError.SecureConnectionError, $"TLS failed: {tls.Message}", fault);
        }

        var cause = Find<Http2NotOfferedException>(fault) as HttpIOException ?? Find<Http2LostException>(fault);
        return cause is null ? fault : new HttpRequestException(cause.HttpRequestError, cause.Message, fault);
    }

    private static T? Find<T>(Exception fault)
        where T : Exception
    {
        for (Exception? inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (inner is T found)
            {
                return found;
            }
        }

        return null;
    }
}
