using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>A TCP server that misbehaves as a test tells it to.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _talk;
    private readonly Task _accepting;
    private int _connections;

    public RawServer(Func<NetworkStream, CancellationToken, Task> talk)
    {
        _talk = talk;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Reads a request up to its empty line; false when the client has closed.</summary>
    public static async Task<bool> ReadRequestAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new byte[1024];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return false;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return true;
    }

    /// <summary>A server that answers each request with the same bytes.</summary>
    public static RawServer Answering(string answer, bool thenClose = false) => new(async (stream, cancellationToken) =>
    {
        while (await ReadRequestAsync(stream, cancellationToken))
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), cancellationToken);
            if (thenClose)
            {
                return;
            }
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Only then: a listener that has stopped refuses the loop's next call, whatever its token says.
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                talks.Add(TalkAsync(client));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await _talk(client.GetStream(), _stop.Token);
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    /// <summary>The head of a request; null when the connection has ended.</summary>
    public static async Task<string?> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
