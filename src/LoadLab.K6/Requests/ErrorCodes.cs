using System.Net.Sockets;
using LoadLab.Sdk;

namespace LoadLab.K6.Requests;

/// <summary>k6's codes for what went wrong: general 1000, timeout 1050, DNS 1100, TCP 1200, TLS 1300, a body that cannot be read 1701; a status of 400 and above is 1000 + status.</summary>
internal static class ErrorCodes
{
    public const int Undecodable = 1701;

    /// <summary>What was asked for is no address.</summary>
    public const int InvalidUrl = 1020;

    /// <summary>Anything without a code of its own.</summary>
    public const int General = 1000;

    public static int Of(int status) => status >= 400 ? 1000 + status : 0;

    public static int Of(Exception fault, FailureKind kind)
    {
        var socket = Inner<SocketException>(fault)?.SocketErrorCode;
        var http = Inner<HttpRequestException>(fault)?.HttpRequestError;
        return kind switch
        {
            FailureKind.Timeout => 1050,
            _ when http == HttpRequestError.NameResolutionError => socket == SocketError.HostNotFound ? 1101 : 1100,
            _ when http == HttpRequestError.SecureConnectionError => OfTls(fault),
            _ when socket == SocketError.ConnectionRefused => 1212,
            _ when socket == SocketError.ConnectionReset => 1220,
            _ when socket == SocketError.Shutdown => 1201,
            _ when http == HttpRequestError.ConnectionError => socket == SocketError.TimedOut ? 1211 : 1210,

            // The end of the connection without a word is "EOF" to k6, which has no code of its own.
            _ => 1000,
        };
    }

    /// <summary>What is wrong with a certificate stands in the text of the exception.</summary>
    private static int OfTls(Exception fault)
    {
        if (LoadLab.Core.Tls.TlsFailedException.In(fault) is { IsOfCertificate: true } refused)
        {
            return refused.Message.Contains("it is for ", StringComparison.Ordinal) ? 1311 : 1310;
        }

        for (var at = fault; at is not null; at = at.InnerException)
        {
            if (at.Message.Contains("RemoteCertificateNameMismatch", StringComparison.Ordinal))
            {
                return 1311;
            }

            if (at.Message.Contains("UntrustedRoot", StringComparison.Ordinal) || at.Message.Contains("PartialChain", StringComparison.Ordinal))
            {
                return 1310;
            }
        }

        return 1300;
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
