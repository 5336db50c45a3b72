using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace LoadLab.TestProcesses;

/// <summary>
/// An HTTP server that answers like an API that is ready: enough to be started, awaited, signalled and killed. On a plain listener,
/// because HttpListener may fail when the first connection comes while it starts.
/// </summary>
internal static class SmallApi
{
    public static async Task<int> RunAsync(string url, bool stubborn = false)
    {
        using var listener = new TcpListener(IPAddress.Loopback, new Uri(url).Port);
        listener.Start();
        using var stop = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            if (!stubborn)
                stop.Cancel();
        });
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await AnswerAsync(client.GetStream(), stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    public static int Break()
    {
        Console.Error.WriteLine("Lms:Pool:Size: 0 is below 1.");
        return 104;
    }

    private static async Task AnswerAsync(NetworkStream stream, CancellationToken stop)
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var request = await reader.ReadLineAsync(stop) ?? "";
            while (await reader.ReadLineAsync(stop) is { Length: > 0 })
            {
                // Headers do not matter here.
            }

            var status = request.StartsWith("GET /health/ready ", StringComparison.Ordinal) ? "200 OK" : "404 Not Found";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), stop);
        }
        catch (IOException)
        {
            // The client has gone: the next one.
        }
    }
}
