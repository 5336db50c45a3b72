using System.Net;
using System.Net.Http;
using LoadLab.Core.Tls;
using LoadLab.Engine.Connections;

namespace LoadLab.Engine.Http2;

/// <summary>Makes the connections of HTTP/2, with TLS where the address is https, and counts them.</summary>
internal sealed class Http2Connector(ConnectionCounter counter, bool insecure)
{
    /// <summary>Connects.</summary>
    /// <exception cref="Http2NotOfferedException">The server chose another protocol in the TLS handshake.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var stream = await CountedConnection.ConnectAsync(counter, context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
        var request = context.InitialRequestMessage;
        return request.RequestUri!.Scheme == Uri.UriSchemeHttps
            ? await EncryptAsync(stream, HostOf(request) ?? context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false)
            : stream;
    }

    private async ValueTask<Stream> EncryptAsync(CountedConnection stream, string host, CancellationToken cancellationToken)
    {
        var tls = await Http2Offer.AuthenticateAsync(stream, host, insecure, cancellationToken).ConfigureAwait(false);
        counter.HandshakeDone();
        return tls;
    }

    /// <summary>The host that a request names itself, without its port; null when it names none.</summary>
    private static string? HostOf(HttpRequestMessage request) =>
        request.Headers.Host is { } host && Uri.TryCreate("https://" + host, UriKind.Absolute, out var named) ? named.IdnHost : null;
}
