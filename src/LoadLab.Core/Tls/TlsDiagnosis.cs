using System.Net.Sockets;
using System.Security.Authentication;

namespace LoadLab.Core.Tls;

/// <summary>
/// Finds out, after a request has failed, whether TLS is the reason: a certificate that is not accepted, https to a port that speaks plain HTTP, or http to one
/// that speaks TLS. It makes one connection and sends no request.
/// </summary>
public static class TlsDiagnosis
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>The reason; null when TLS is none, or it cannot be told.</summary>
    /// <param name="address">What was asked, http or https.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<TlsFailedException?> FindAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        return await FindAsync(address.IdnHost, address.Port, address.Scheme == Uri.UriSchemeHttps, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same for a server that is no web server.</summary>
    /// <param name="host">Its host.</param>
    /// <param name="port">Its port.</param>
    /// <param name="isTls">True when TLS was tried, false when it was not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<TlsFailedException?> FindAsync(string host, int port, bool isTls, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        OpeningStream? connection = null;
        try
        {
            connection = await ConnectAsync(host, port, limit.Token).ConfigureAwait(false);
            await using var tls = await TlsHandshake.AuthenticateAsync(connection, new TlsTarget(host, Insecure: !isTls), limit.Token).ConfigureAwait(false);
            return isTls ? null : SpeaksTls();
        }
        catch (TlsFailedException fault) when (isTls)
        {
            return fault;
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException or SocketException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return !isTls && connection is not null && TlsOpening.IsTls(connection.Opening) ? SpeaksTls() : null;
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static TlsFailedException SpeaksTls() => new("this port speaks TLS, and was spoken to without", "Write https:// and not http://.");

    private static async Task<OpeningStream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return new OpeningStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
