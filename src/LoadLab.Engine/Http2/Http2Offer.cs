using System.Net.Security;
using System.Net.Sockets;
using LoadLab.Core.Tls;

namespace LoadLab.Engine.Http2;

/// <summary>Whether a server speaks HTTP/2.</summary>
internal static class Http2Offer
{
    /// <summary>What a client of HTTP/2 names in the TLS handshake, so that a server without it can say so.</summary>
    private static readonly SslApplicationProtocol[] Protocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    /// <summary>Shakes hands for HTTP/2.</summary>
    /// <exception cref="Http2NotOfferedException">The server chose another protocol, or none.</exception>
    /// <exception cref="TlsFailedException">TLS did not come about.</exception>
    public static async ValueTask<SslStream> AuthenticateAsync(OpeningStream connection, string host, bool insecure, CancellationToken cancellationToken)
    {
        SslStream tls;
        try
        {
            tls = await TlsHandshake.AuthenticateAsync(connection, new TlsTarget(host, insecure, Protocols), cancellationToken).ConfigureAwait(false);
        }
        catch (TlsFailedException fault) when (fault.Alert == TlsOpening.NoApplicationProtocol)
        {
            throw Http2NotOfferedException.InTls();
        }

        if (tls.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2)
        {
            return tls;
        }

        await tls.DisposeAsync().ConfigureAwait(false);
        throw Http2NotOfferedException.InTls();
    }

    /// <summary>Without TLS: begins a connection, which is no request, and sees whether the server does so too.</summary>
    /// <exception cref="Http2NotOfferedException">It does not.</exception>
    public static async Task CheckAsync(Socket socket, CancellationToken cancellationToken)
    {
        // The preface and empty SETTINGS.
        await socket.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        var start = new byte[80];
        var length = 0;
        while (length < 4)
        {
            var read = await socket.ReceiveAsync(start.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw Http2NotOfferedException.Silent();
            }

            length += read;
        }

        if (start[3] != FrameTypes.Settings)
        {
            throw Http2NotOfferedException.InsteadOf(start.AsSpan(0, length));
        }
    }
}
