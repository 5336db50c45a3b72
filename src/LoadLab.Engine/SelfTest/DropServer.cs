using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace LoadLab.Engine.SelfTest;

/// <summary>
/// A server on loopback that drops every n-th request in one way, and counts: what arrived, what it dropped, what arrived twice. A request
/// says who it is with the header <c>X-Id</c>. Nobody else knows the truth about requests that were lost.
/// </summary>
internal sealed class DropServer : IAsyncDisposable
{
    /// <summary>Body of an answer after which the connection is closed.</summary>
    public const string LastAnswer = "bye";

    /// <summary>How long <see cref="DropKind.Late"/> takes to drop.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(60);

    private readonly DropKind _kind;
    private readonly int _every;
    private readonly X509Certificate2? _certificate;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _ids = new();
    private readonly Task _accepting;
    private long _seen;
    private long _dropped;
    private long _twice;
    private long _connections;

    public DropServer(DropKind kind, int every, X509Certificate2? certificate = null)
    {
        (_kind, _every, _certificate) = (kind, every, certificate);
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/"));

    /// <summary>Whole requests that arrived.</summary>
    public long Seen => Interlocked.Read(ref _seen);

    /// <summary>Requests that it did not answer whole.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Requests whose id had arrived before.</summary>
    public long Twice => Interlocked.Read(ref _twice);

    /// <summary>Connections accepted.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Forgets what it counted.</summary>
    public void Reset()
    {
        Forget();
        Interlocked.Exchange(ref _seen, 0);
        Interlocked.Exchange(ref _dropped, 0);
        Interlocked.Exchange(ref _twice, 0);
        Interlocked.Exchange(ref _connections, 0);
    }

    /// <summary>Takes ids that have arrived for new ones.</summary>
    public void Forget() => _ids.Clear();

    /// <summary>Ends once the other side knows that the connection on which <paramref name="id"/> got <see cref="LastAnswer"/> was closed.</summary>
    public Task WhenClosedAsync(string id) => _ids.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
                Interlocked.Increment(ref _connections);
                talks.Add(Task.Run(() => TalkAsync(socket)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(talks).ConfigureAwait(false);
        }
    }

    private async Task TalkAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using var plain = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (_certificate is null)
            {
                await TalkAsync(socket, plain).ConfigureAwait(false);
                return;
            }

            await using var tls = new SslStream(plain, leaveInnerStreamOpen: true);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token).ConfigureAwait(false);
            await TalkAsync(socket, tls).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The generator went away, or the test is over.
        }
    }

    private async Task TalkAsync(Socket socket, Stream stream)
    {
        var requests = new DropRequests(stream);
        while (await requests.NextAsync(_stop.Token).ConfigureAwait(false) is { } id)
        {
            if (id.Length > 0 && !_ids.TryAdd(id, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)))
            {
                Interlocked.Increment(ref _twice);
            }

            var drops = Interlocked.Increment(ref _seen) % _every == 0;
            if (!drops || _kind == DropKind.Idle)
            {
                await stream.WriteAsync(Answer(drops ? LastAnswer : "ok"), _stop.Token).ConfigureAwait(false);
            }

            if (drops)
            {
                await DropAsync(socket, stream, id).ConfigureAwait(false);
                return;
            }
        }
    }

    private async Task DropAsync(Socket socket, Stream stream, string id)
    {
        switch (_kind)
        {
            case DropKind.MidAnswer:
                await stream.WriteAsync(Answer("okay").AsMemory()[..^2], _stop.Token).ConfigureAwait(false);
                break;
            case DropKind.Late:
                await Task.Delay(Lateness, _stop.Token).ConfigureAwait(false);
                break;
            case DropKind.Reset:
                socket.LingerState = new LingerOption(true, 0);
                break;
            case DropKind.Idle:
                socket.Shutdown(SocketShutdown.Send);
                await WhenHeardAsync(socket).ConfigureAwait(false);
                await Task.Yield();
                _ids.GetOrAdd(id, _ => new TaskCompletionSource()).TrySetResult();
                return;
            default:
                break;
        }

        Interlocked.Increment(ref _dropped);
        socket.Dispose();
    }

    /// <summary>Waits until the other side's kernel has acknowledged the end: only then is the connection closed for both.</summary>
    private async Task WhenHeardAsync(Socket socket)
    {
        const int Tcp = 6, TcpInfo = 11, FinWait2 = 5;
        var state = new byte[1];
        while (OperatingSystem.IsLinux() && socket.GetRawSocketOption(Tcp, TcpInfo, state) > 0 && state[0] < FinWait2)
        {
            await Task.Delay(1, _stop.Token).ConfigureAwait(false);
        }
    }

    private static byte[] Answer(string body) =>
        Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
}
