using System.Net.Sockets;
using LoadLab.Sdk;

namespace LoadLab.K6.Requests;

/// <summary>k6's codes for what went wrong: general 1000, timeout 1050, DNS 1100, TCP 1200, TLS 1300; a status of 400 and above is 1000 + status.</summary>
internal static class ErrorCodes
{
    public static int Of(int status) => status >= 400 ? 1000 + status : 0;

    public static int Of(Exception fault, FailureKind kind)
    {
        var socket = Inner<SocketException>(fault);
        var http = Inner<HttpRequestException>(fault);
        return kind switch
        {
            FailureKind.Timeout => 1050,
            _ when http?.HttpRequestError == HttpRequestError.NameResolutionError => 1101,
            _ when http?.HttpRequestError == HttpRequestError.SecureConnectionError => 1300,
            _ when socket?.SocketErrorCode == SocketError.ConnectionRefused => 1212,
            FailureKind.Refused => 1210,
            FailureKind.Reset => 1220,
            _ => 1000,
        };
    }

    private static T? Inner<T>(Exception? fault)
        where T : Exception
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is T found)
            {
                return found;
            }
        }

        return null;
    }
}
