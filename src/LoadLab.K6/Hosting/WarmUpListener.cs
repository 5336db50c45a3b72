using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadLab.K6.Hosting;

/// <summary>Answers every request of the warm-up with the same JSON. Only this machine reaches it.</summary>
internal sealed class WarmUpListener : IDisposable
{
    private const string Body = "{\"items\":[1,2,3,4],\"total\":4}";

    private static readonly byte[] Answer = Encoding.ASCII.GetBytes(FormattableString.Invariant($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();

    public WarmUpListener()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Address => $"http://{_listener.LocalEndpoint}";

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        var token = _ended.Token;
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptSocketAsync(token).ConfigureAwait(false), token);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was ended.
        }
    }

    /// <summary>A request has arrived when its head has, and as much body as the head says.</summary>
    private static async Task AnswerAsync(Socket socket, CancellationToken token)
    {
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            while (true)
            {
                var length = 0;
                for (var line = await reader.ReadLineAsync(token).ConfigureAwait(false); line is not ""; line = await reader.ReadLineAsync(token).ConfigureAwait(false))
                {
                    if (line is null)
                    {
                        return;
                    }

                    if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                    {
                        length = int.Parse(line.AsSpan("Content-Length:".Length).Trim(), System.Globalization.CultureInfo.InvariantCulture);
                    }
                }

                if (length > 0)
                {
                    await reader.ReadBlockAsync(new char[length], token).ConfigureAwait(false);
                }

                await stream.WriteAsync(Answer, token).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            // The client or the warm-up has ended.
        }
    }
}
