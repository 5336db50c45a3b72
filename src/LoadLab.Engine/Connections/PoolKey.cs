using System.Globalization;
using System.Net;
using System.Net.Http;
using LoadLab.Core.Running;
using LoadLab.Core.Tls;

namespace LoadLab.Engine.Connections;

/// <summary>Which requests may share connections.</summary>
/// <param name="Host">Name or address as the network knows it.</param>
/// <param name="Port">The port.</param>
/// <param name="TlsHost">Whom the certificate must name; null without TLS.</param>
/// <param name="Insecure">True when any certificate will do.</param>
/// <param name="IsBlocking">True when the thread that asks waits for the answer itself.</param>
internal readonly record struct PoolKey(string Host, int Port, string? TlsHost, bool Insecure = false, bool IsBlocking = false)
{
    /// <summary>The key of a request.</summary>
    /// <exception cref="NotSupportedException">Its scheme is not http or https.</exception>
    public static PoolKey Of(HttpRequestMessage request)
    {
        var address = request.RequestUri is { IsAbsoluteUri: true } absolute
            ? absolute
            : throw new InvalidOperationException("The request's address is not absolute, and the client has no base address.");
        var isTls = address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeWss;
        if (!isTls && address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeWs)
        {
            throw new NotSupportedException($"The scheme '{address.Scheme}' is not supported. Use http or https.");
        }

        var host = address.IdnHost;
        return new PoolKey(host, address.Port, isTls ? TlsHostOf(request) ?? host : null, isTls && request is TimedRequest { AcceptsAnyCertificate: true });
    }

    /// <summary>Where to connect.</summary>
    public EndPoint EndPoint => EndPointOf(Host, Port);

    /// <summary>The Host header of requests that have none of their own.</summary>
    public string HostHeader
    {
        get
        {
            var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
            return Port == (TlsHost is null ? 80 : 443) ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{Port}");
        }
    }

    /// <summary>Where to connect for an address.</summary>
    public static EndPoint EndPointOf(Uri address) => EndPointOf(address.IdnHost, address.Port);

    /// <summary>With whom to shake hands; null without TLS.</summary>
    public TlsTarget? Tls(bool insecure) => TlsHost is null ? null : new TlsTarget(TlsHost, insecure);

    private static EndPoint EndPointOf(string host, int port) => IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port) : new DnsEndPoint(host, port);

    /// <summary>A Host header of the request's own says which of the server's names is meant.</summary>
    private static string? TlsHostOf(HttpRequestMessage request)
    {
        if (request.Headers.Host is not { Length: > 0 } host)
        {
            return null;
        }

        var colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? host[..colon] : host;
    }
}
