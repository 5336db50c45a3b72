using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Authentication;
using LoadLab.Core.Tls;

namespace LoadLab.Stacks.External;

/// <summary>The TLS handshake of a Postgres, made once more to hear why it fails.</summary>
internal static class PostgresTls
{
    private const int SslRequest = 80877103;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(4);

    /// <summary>What is wrong with its TLS; null when nothing is, or it cannot be told.</summary>
    public static async Task<string?> FindAsync(string host, int port, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, port, limit.Token).ConfigureAwait(false);
            var request = new byte[8];
            BinaryPrimitives.WriteInt32BigEndian(request, request.Length);
            BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(4), SslRequest);
            await socket.SendAsync(request, limit.Token).ConfigureAwait(false);
            var answer = new byte[1];
            if (await socket.ReceiveAsync(answer, limit.Token).ConfigureAwait(false) == 0)
                return null;
            if (answer[0] == (byte)'N')
                return "it does not speak TLS (ssl is off in it), and the connection string demands it. Leave out SSL Mode (sslmode), or switch ssl on in Postgres";
            if (answer[0] != (byte)'S')
                return "what listens there is no Postgres";
            await using var tls = await TlsHandshake.AuthenticateAsync(new OpeningStream(socket), new TlsTarget(host), limit.Token).ConfigureAwait(false);
            return null;
        }
        catch (TlsFailedException fault)
        {
            return fault.Message + (fault.IsOfCertificate ? ". Give Root Certificate=FILE (sslrootcert), or SSL Mode=Require (sslmode=require), which checks no certificate" : "");
        }
        catch (Exception fault) when (fault is SocketException or IOException or AuthenticationException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
        finally
        {
            socket.Dispose();
        }
    }
}
