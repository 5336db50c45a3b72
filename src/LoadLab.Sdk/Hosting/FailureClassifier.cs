using System.Net.Http;
using System.Net.Sockets;

namespace LoadLab.Sdk.Hosting;

/// <summary>Gives an exception its failure class.</summary>
public static class FailureClassifier
{
    /// <summary>
    /// The error code that the engine's clients give an HTTP/2 stream whose connection ended before its answer. Its lowest byte is the error code
    /// of the server's GOAWAY, 0 for none.
    /// </summary>
    public const uint Http2ConnectionLost = 0x4C4C4C00;

    /// <summary>The class of <paramref name="fault"/>, looking through the exceptions inside it.</summary>
    public static FailureKind Classify(Exception fault)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            var kind = inner switch
            {
                TimeoutException => FailureKind.Timeout,
                SocketException socket => OfSocket(socket.SocketErrorCode),
                HttpRequestException { InnerException: HttpProtocolException http2 } => OfHttp2(http2.ErrorCode),
                HttpProtocolException http2 => OfHttp2(http2.ErrorCode),
                HttpRequestException http => OfHttp(http.HttpRequestError),
                HttpIOException io => OfHttp(io.HttpRequestError),
                ArgumentException => FailureKind.Exception, // The request itself cannot be sent: the scenario's fault, and not the target's.
                _ => FailureKind.None,
            };
            if (kind != FailureKind.None)
            {
                return kind;
            }
        }

        return fault switch
        {
            OperationCanceledException => FailureKind.Timeout,
            IOException => FailureKind.Reset,
            HttpRequestException => FailureKind.Protocol,
            _ => FailureKind.Exception,
        };
    }

    /// <summary>A failed response that says what <paramref name="fault"/> says.</summary>
    public static Response<T> ToResponse<T>(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var kind = Classify(fault);
        var message = kind == FailureKind.Exception ? $"{fault.GetType().Name}: {fault.Message}" : Words(fault);
        var failed = Response.Fail<T>(message: message, failure: kind);
        failed.CameFrom = fault;
        return failed;
    }

    private static string Words(Exception fault)
    {
        // Where a body breaks off, .NET wraps what happened into "Error while copying content to a stream".
        var cause = fault as HttpIOException ?? (fault as HttpRequestException)?.InnerException as HttpIOException;
        return cause switch
        {
            HttpProtocolException { ErrorCode: var code } when (code & ~0xFFL) == Http2ConnectionLost => (code & 0xFF) == 0
                ? "The connection was closed before the answer was complete."
                : $"The server closed the connection before the answer was complete (HTTP/2 GOAWAY with error 0x{code & 0xFF:x}).",
            null => fault.Message,
            _ => cause.Message,
        };
    }

    /// <summary>
    /// What a server means with an error code of HTTP/2 (RFC 9113, 7): that one side broke the protocol, or that the request, or its
    /// connection, was given up for a reason of the server's own.
    /// </summary>
    private static FailureKind OfHttp2(long code) => code switch
    {
        // PROTOCOL_ERROR, FLOW_CONTROL_ERROR, STREAM_CLOSED, FRAME_SIZE_ERROR, COMPRESSION_ERROR, INADEQUATE_SECURITY, HTTP_1_1_REQUIRED
        1 or 3 or 5 or 6 or 9 or 0xc or 0xd => FailureKind.Protocol,
        _ => FailureKind.Reset,
    };

    private static FailureKind OfSocket(SocketError error) => error switch
    {
        SocketError.TimedOut => FailureKind.Timeout,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.NotConnected or SocketError.Shutdown => FailureKind.Reset,
        _ => FailureKind.Refused,
    };

    private static FailureKind OfHttp(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError => FailureKind.Refused,
        HttpRequestError.ResponseEnded => FailureKind.Reset,
        HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError
            or HttpRequestError.ExtendedConnectNotSupported or HttpRequestError.ConfigurationLimitExceeded => FailureKind.Protocol,
        _ => FailureKind.None,
    };
}
