using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using LoadLab.Core.Text;
using LoadLab.Core.Tls;
using LoadLab.Stacks.Clients;
using StackExchange.Redis;

namespace LoadLab.Stacks.External;

/// <summary>
/// Finds out in plain words why a Redis cannot be used as it was asked for. It speaks to the server itself: the client says only that it could not connect, and
/// goes on as the default user when the server does not take the user that was given.
/// </summary>
internal static class RedisDiagnosis
{
    private const string NotTls = "it does not speak TLS: leave out ssl=true, or write redis:// and not rediss://";
    private const string IsTls = "it speaks TLS: add ssl=true, or write rediss://";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(4);

    /// <summary>What there is to say; nothing when the server takes what was given, or gives no hint.</summary>
    /// <param name="options">What is tried.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<RedisHint> FindAsync(ConfigurationOptions options, CancellationToken cancellationToken)
    {
        if (options.EndPoints.FirstOrDefault() is not { } endpoint)
            return RedisHint.Fault("no address is given. Write host:port,password=…");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            await using var connection = await ConnectAsync(endpoint, limit.Token).ConfigureAwait(false);
            return options.Ssl ? await OverTlsAsync(options, endpoint, connection, limit.Token).ConfigureAwait(false) : await TalkAsync(options, connection, limit.Token).ConfigureAwait(false);
        }
        catch (SocketException fault) when (fault.SocketErrorCode != SocketError.ConnectionReset)
        {
            return RedisHint.Fault(fault.Message);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return await BrokenAsync(options, endpoint, "it breaks the connection at the first word", cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await BrokenAsync(options, endpoint, "it takes the connection and does not answer", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the answer to AUTH, or to PING where there is no password.</summary>
    internal static RedisHint Explain(ConfigurationOptions options, string answer)
    {
        var words = answer.Split('\r', '\n')[0];
        var user = string.IsNullOrEmpty(options.User) ? "the default user" : $"user '{options.User}'";
        return Kind(words) switch
        {
            "+OK" or "+PONG" => RedisHint.None,
            "-WRONGPASS" => RedisHint.Fault($"the password of {user} is wrong, or there is no such user, or it is switched off (WRONGPASS). Correct user=…,password=…"),
            "-NOAUTH" => RedisHint.Fault("it wants a password: add password=… (and user=… for an ACL user)"),
            "-NOPERM" => RedisHint.Fault($"{user} may log in, and has no right to run PING (NOPERM). {RedisRights.Advice}"),
            "-ERR" when words.Contains("invalid password", StringComparison.Ordinal) => RedisHint.Fault("the password is wrong. Correct password=…"),
            "-ERR" when words.Contains("wrong number of arguments", StringComparison.Ordinal) => RedisHint.Fault("it knows no users, as no Redis before 6 does: leave out user=…"),
            "-ERR" when words.Contains("without any password configured", StringComparison.Ordinal) || words.Contains("no password is set", StringComparison.Ordinal) =>
                RedisHint.Remark("it asks for no password, so the one that was given proves nothing"),
            _ when words.StartsWith('-') => RedisHint.Fault(OneLine.Of(words[1..])),
            _ => RedisHint.Fault($"what listens there is no Redis: it answered '{TlsOpening.FirstLine(Encoding.Latin1.GetBytes(words))}'"),
        };
    }

    private static string Kind(string words) => words.Split(' ')[0];

    private static async Task<RedisHint> OverTlsAsync(ConfigurationOptions options, EndPoint endpoint, OpeningStream connection, CancellationToken cancellationToken)
    {
        var host = options.SslHost ?? Host(endpoint);
        SslStream tls;
        using var handshake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // A server without TLS may wait for the end of what it takes for a command.
        handshake.CancelAfter(s_limit / 2);
        try
        {
            tls = await TlsHandshake.AuthenticateAsync(connection, new TlsTarget(host), handshake.Token).ConfigureAwait(false);
        }
        catch (TlsFailedException fault) when (fault.IsOfCertificate)
        {
            return RedisHint.Fault($"{fault.Message}. Give sslHost=<a name in the certificate>, or let this machine trust its authority (SSL_CERT_FILE)");
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return await IsPlainAsync(endpoint, cancellationToken).ConfigureAwait(false) ? RedisHint.Fault(NotTls)
                : RedisHint.Fault(fault is TlsFailedException ? fault.Message : "TLS failed: " + OneLine.Of(fault));
        }

        await using (tls)
        {
            try
            {
                return await TalkAsync(options, tls, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // With TLS 1.3 a server asks for the client's certificate when the client takes the handshake for done.
                return RedisHint.Fault("it ends the connection right after the TLS handshake, as one does that wants a certificate of the client (tls-auth-clients yes), which LoadLab cannot give");
            }
        }
    }

    private static async Task<RedisHint> TalkAsync(ConfigurationOptions options, Stream connection, CancellationToken cancellationToken)
    {
        string[] words = string.IsNullOrEmpty(options.Password) ? ["PING"]
            : string.IsNullOrEmpty(options.User) ? ["AUTH", options.Password]
            : ["AUTH", options.User, options.Password];
        var hint = Explain(options, await AskAsync(connection, words, cancellationToken).ConfigureAwait(false));
        return hint.IsFault || words[0] == "PING" ? hint : Explain(options, await AskAsync(connection, ["PING"], cancellationToken).ConfigureAwait(false)) is { IsFault: true } noPing ? noPing : hint;
    }

    /// <summary>A connection that was broken or silent without TLS: an attempt at a handshake tells whether TLS is the reason.</summary>
    private static async Task<RedisHint> BrokenAsync(ConfigurationOptions options, EndPoint endpoint, string what, CancellationToken cancellationToken) =>
        !options.Ssl && endpoint is DnsEndPoint or IPEndPoint && await TlsDiagnosis.FindAsync(Host(endpoint), Port(endpoint), isTls: false, cancellationToken).ConfigureAwait(false) is not null
            ? RedisHint.Fault(IsTls)
            : RedisHint.Fault(what);

    private static async Task<bool> IsPlainAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return await AskAsync(connection, ["PING"], cancellationToken).ConfigureAwait(false) is ['+' or '-', ..];
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return false;
        }
    }

    /// <summary>Sends a command as RESP, so that a password of any characters is one argument, and reads the first line of the answer.</summary>
    private static async Task<string> AskAsync(Stream connection, string[] words, CancellationToken cancellationToken)
    {
        var command = string.Concat(words.Select(word => FormattableString.Invariant($"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n")).Prepend(FormattableString.Invariant($"*{words.Length}\r\n")));
        await connection.WriteAsync(Encoding.UTF8.GetBytes(command), cancellationToken).ConfigureAwait(false);
        var answer = new byte[512];
        var length = 0;
        while (length < answer.Length && answer.AsSpan(0, length).IndexOf((byte)'\n') < 0)
        {
            var read = await connection.ReadAsync(answer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return length > 0 ? Encoding.UTF8.GetString(answer, 0, length) : throw new IOException("The connection was closed without an answer.");
            length += read;
        }

        return Encoding.UTF8.GetString(answer, 0, length);
    }

    private static async Task<OpeningStream> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = endpoint.AddressFamily == AddressFamily.Unix ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return new OpeningStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Host(EndPoint endpoint) => endpoint switch
    {
        DnsEndPoint dns => dns.Host,
        IPEndPoint ip => ip.Address.ToString(),
        _ => "",
    };

    private static int Port(EndPoint endpoint) => endpoint switch
    {
        DnsEndPoint dns => dns.Port,
        IPEndPoint ip => ip.Port,
        _ => 0,
    };
}
