using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using StackExchange.Redis;

namespace LoadLab.Stacks.External;

/// <summary>Finds out in plain words why a Redis cannot be used: the client's own message says only that it cannot.</summary>
internal static class RedisDiagnosis
{
    private const byte TlsAlert = 21;
    private const string WrongPassword = "the password, or the user, is not right";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(4);

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
            return options.Ssl && await OverTlsAsync(options, endpoint, limit.Token).ConfigureAwait(false) is { } said
                ? said.Length == 0 ? null : said
                : Explain(options, await AskAsync(endpoint, limit.Token).ConfigureAwait(false));
        }
        catch (SocketException fault) when (fault.SocketErrorCode != SocketError.ConnectionReset)
        {
            return fault.Message;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return options.Ssl ? null : "it breaks the connection at the first word; if it speaks TLS, add ssl=true";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
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
        return ExplainAuthentication(options, text);
    }

    /// <summary>Reads an answer to AUTH or PING; null when there is nothing wrong with it.</summary>
    private static string? ExplainAuthentication(ConfigurationOptions options, string text)
    {
        if (text.StartsWith("-WRONGPASS", StringComparison.Ordinal) || text.StartsWith("-ERR invalid password", StringComparison.Ordinal))
            return WrongPassword;
        if (!text.StartsWith("-NOAUTH", StringComparison.Ordinal))
            return text.StartsWith('-') ? text[1..].Trim() : null;
        return string.IsNullOrEmpty(options.Password) ? "it wants a password: add password=… (and user=… for an ACL user)" : WrongPassword;
    }

    /// <summary>What a connection with TLS shows: the fault of its certificate, or of the password; empty when neither, null when no TLS is spoken.</summary>
    private static async Task<string?> OverTlsAsync(ConfigurationOptions options, EndPoint endpoint, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
        var host = options.SslHost ?? (endpoint as DnsEndPoint)?.Host ?? ((IPEndPoint)endpoint).Address.ToString();
        var faults = SslPolicyErrors.None;
        await using var tls = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false, (_, _, _, errors) =>
        {
            faults = errors;
            return errors == SslPolicyErrors.None;
        });
        // A server without TLS may wait for the end of what it takes for a command.
        using var handshake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        handshake.CancelAfter(s_limit / 2);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, handshake.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return faults == SslPolicyErrors.None ? null
                : faults.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                    ? $"it speaks TLS, and its certificate is not for '{host}'. Give sslHost=<the name in the certificate>"
                    : "it speaks TLS, and its certificate was not accepted: it has ended, or nobody that this machine trusts has issued it. Install its authority on this machine";
        }

        await tls.WriteAsync(Authenticate(options), cancellationToken).ConfigureAwait(false);
        var answer = new byte[256];
        var read = await tls.ReadAsync(answer, cancellationToken).ConfigureAwait(false);
        return ExplainAuthentication(options, Encoding.UTF8.GetString(answer, 0, read)) ?? "";
    }

    /// <summary>AUTH as RESP, so that a password of any characters is one argument; PING where there is none.</summary>
    private static byte[] Authenticate(ConfigurationOptions options)
    {
        string[] words = string.IsNullOrEmpty(options.Password) ? ["PING"]
            : string.IsNullOrEmpty(options.User) ? ["AUTH", options.Password]
            : ["AUTH", options.User, options.Password];
        return Encoding.UTF8.GetBytes(string.Concat(words.Select(word => FormattableString.Invariant($"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n")).Prepend(FormattableString.Invariant($"*{words.Length}\r\n"))));
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
