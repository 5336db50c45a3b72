using System.Net;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;

namespace LoadLab.Stacks.External;

/// <summary>Finds out in plain words why a Redis cannot be used: the client's own message says only that it cannot.</summary>
internal static class RedisDiagnosis
{
    private const byte TlsAlert = 21;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    /// <summary>What to change; null when the server gives no hint.</summary>
    /// <param name="options">What was tried.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<string?> FindAsync(ConfigurationOptions options, CancellationToken cancellationToken)
    {
        if (options.EndPoints.FirstOrDefault() is not { } endpoint)
            return "no address is given. Write host:port,password=…";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            return Explain(options, await AskAsync(endpoint, limit.Token).ConfigureAwait(false));
        }
        catch (SocketException fault)
        {
            return fault.Message;
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return options.Ssl ? null : "it takes the connection and does not answer; if it speaks TLS, add ssl=true";
        }
    }

    /// <summary>Reads the first answer to an unencrypted PING.</summary>
    internal static string? Explain(ConfigurationOptions options, ReadOnlySpan<byte> answer)
    {
        if (answer.IsEmpty || answer[0] == TlsAlert)
            return options.Ssl ? "it speaks TLS, and its certificate was not accepted. Give sslHost=<the name in the certificate>, or install its authority on this machine" : "it speaks TLS: add ssl=true";
        var text = Encoding.UTF8.GetString(answer);
        if (!text.StartsWith('+') && !text.StartsWith('-'))
            return "what listens there is no Redis";
        if (options.Ssl)
            return "it does not speak TLS: leave out ssl=true";
        if (!text.StartsWith("-NOAUTH", StringComparison.Ordinal))
            return text.StartsWith('-') ? text[1..].Trim() : null;
        return string.IsNullOrEmpty(options.Password) ? "it wants a password: add password=… (and user=… for an ACL user)" : "the password, or the user, is not right";
    }

    private static async Task<byte[]> AskAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
        await socket.SendAsync("PING\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        var answer = new byte[256];
        return answer[..await socket.ReceiveAsync(answer, cancellationToken).ConfigureAwait(false)];
    }
}
