using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using LoadLab.Core.Tls;
using LoadLab.K6.Requests;
using LoadLab.K6.State;

namespace LoadLab.K6.Calls;

/// <summary>
/// The connection of one gRPC client of a script. It is made at once, as k6 does, and made anew when it was lost. Calls go over Grpc.Net.Client; nothing is tried again.
/// </summary>
internal sealed class GrpcConnection : IDisposable
{
    private readonly UserState _user;
    private readonly GrpcConnectOptions _options;
    private readonly Uri _url;
    private readonly GrpcChannel _channel;
    private readonly GrpcHeaders _handler;
    private Stream? _dialled;

    private GrpcConnection(UserState user, string address, Uri url, GrpcConnectOptions options)
    {
        (_user, Address, _url, _options) = (user, address, url, options);
        var sockets = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            EnableMultipleHttp2Connections = false,
            ConnectCallback = async (_, cancellationToken) => Interlocked.Exchange(ref _dialled, null) ?? await DialAsync(cancellationToken).ConfigureAwait(false),
        };
        _handler = new GrpcHeaders(sockets, user.Test.Requests.UserAgent, options.Authority);
        _channel = GrpcChannel.ForAddress(url, new GrpcChannelOptions
        {
            HttpHandler = _handler,
            MaxRetryAttempts = 1,
            ServiceConfig = null,
            MaxReceiveMessageSize = options.MostReceived ?? 4 << 20,
            MaxSendMessageSize = options.MostSent,
        });
        Invoker = _channel.CreateCallInvoker();
    }

    /// <summary>As the script said it.</summary>
    public string Address { get; }

    public CallInvoker Invoker { get; }

    public GrpcTraffic Traffic { get; } = new();

    /// <summary>Connects.</summary>
    /// <exception cref="GrpcRefusedException">It cannot be reached, or is no such server.</exception>
    public static async Task<GrpcConnection> OpenAsync(UserState user, string address, GrpcConnectOptions options)
    {
        var host = address.StartsWith("dns:///", StringComparison.Ordinal) ? address["dns:///".Length..] : address;
        if (host.Contains('/', StringComparison.Ordinal) || !Uri.TryCreate($"{(options.IsPlain ? "http" : "https")}://{host}", UriKind.Absolute, out var url))
        {
            throw new GrpcRefusedException($"'{address}' is no address of a gRPC server. Write it as host:port.");
        }

        var connection = new GrpcConnection(user, address, url, options);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(user.CutToken);
        limit.CancelAfter(options.Timeout);
        try
        {
            connection._dialled = await connection.DialAsync(limit.Token).ConfigureAwait(false);
            return connection;
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or IOException or System.Security.Authentication.AuthenticationException or TlsFailedException)
        {
            connection.Dispose();
            throw user.IsCut ? new OperationCanceledException(user.CutToken) : new GrpcRefusedException(fault is OperationCanceledException
                ? FormattableString.Invariant($"'{address}' was not reached within {options.Timeout.TotalSeconds:0.###} s")
                : $"'{address}' cannot be reached: {fault.Message}");
        }
    }

    public void Dispose()
    {
        _channel.Dispose();
        _handler.Dispose();
        Interlocked.Exchange(ref _dialled, null)?.Dispose();
    }

    private async Task<Stream> DialAsync(CancellationToken cancellationToken)
    {
        var route = HostRoute.Of(_url, _user.Test.Requests);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var host = route.IdnHost.Trim('[', ']');
            await (IPAddress.TryParse(host, out var ip)
                ? socket.ConnectAsync(ip, route.Port, cancellationToken)
                : socket.ConnectAsync(host, route.Port, cancellationToken)).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var plain = new CountedConnection(socket, Traffic);
        if (_options.IsPlain)
        {
            return plain;
        }

        var target = new TlsTarget(_options.Authority ?? _url.IdnHost, _user.Test.Requests.AcceptsAnyCertificate, [SslApplicationProtocol.Http2]) { Certificate = _options.Certificate, Authorities = _options.Authorities };
        var tls = await TlsHandshake.AuthenticateAsync(plain, target, cancellationToken).ConfigureAwait(false);
        if (tls.NegotiatedApplicationProtocol != SslApplicationProtocol.Http2)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw new IOException("it does not speak HTTP/2, which gRPC needs.");
        }

        return tls;
    }
}
