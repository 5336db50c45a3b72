using System.Net.Http;
using System.Net.Sockets;

namespace LoadLab.Sdk.Hosting;

/// <summary>Gives an exception its failure class.</summary>
public static class FailureClassifier
{
    /// <summary>The class of <paramref name="fault"/>, looking through the exceptions inside it.</summary>
    public static FailureKind Classify(Exception fault)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            var kind = inner switch
            {
                TimeoutException => FailureKind.Timeout,
                SocketException socket => OfSocket(socket.SocketErrorCode),
                HttpRequestException http => OfHttp(http.HttpRequestError),
                HttpIOException io => OfHttp(io.HttpRequestError),
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
        var message = kind == FailureKind.Exception ? $"{fault.GetType().Name}: {fault.Message}" : fault.Message;
        return Response.Fail<T>(message: message, failure: kind);
    }

    private static FailureKind OfSocket(SocketError error) => error switch
    {
        SocketError.TimedOut => FailureKind.Timeout,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => FailureKind.Reset,
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
