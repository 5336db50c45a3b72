using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadLab.IntegrationTests.Outside;

/// <summary>
/// A name server that knows no name and keeps each one that it is asked for. Programs that are started by <see cref="Prefix"/> ask it: in a namespace of their
/// own, /etc/resolv.conf names it. That takes root.
/// </summary>
internal sealed class NameServer : IAsyncDisposable
{
    private readonly UdpClient _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _answering;
    private readonly string _settings = Path.GetTempFileName();

    private NameServer(UdpClient socket)
    {
        _socket = socket;
        File.WriteAllText(_settings, $"nameserver {((IPEndPoint)socket.Client.LocalEndPoint!).Address}\noptions attempts:1 timeout:1\n");
        _answering = AnswerAsync();
    }

    /// <summary>The names.</summary>
    public ConcurrentBag<string> Asked { get; } = [];

    /// <summary>What stands before a program that is to ask it.</summary>
    public IReadOnlyList<string> Prefix => ["unshare", "-m", "/bin/sh", "-c", $"mount --bind '{_settings}' /etc/resolv.conf && exec \"$@\"", "sh"];

    /// <summary>Starts one; null where this machine does not let this user.</summary>
    public static NameServer? TryStart()
    {
        try
        {
            var server = new NameServer(new UdpClient(new IPEndPoint(IPAddress.Parse("127.0.0.53"), 53)));
            using var trial = Process.Start(new ProcessStartInfo(server.Prefix[0], [.. server.Prefix.Skip(1), "true"]) { RedirectStandardError = true })!;
            trial.WaitForExit();
            return trial.ExitCode == 0 ? server : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _answering;
        _socket.Dispose();
        _stop.Dispose();
        File.Delete(_settings);
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var question = await _socket.ReceiveAsync(_stop.Token);
                Asked.Add(NameIn(question.Buffer));

                // The question as it came, as an answer (QR) that there is no such name (NXDOMAIN).
                question.Buffer[2] |= 0x80;
                question.Buffer[3] = (byte)((question.Buffer[3] & 0xF0) | 3);
                await _socket.SendAsync(question.Buffer, question.RemoteEndPoint, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static string NameIn(byte[] question)
    {
        var name = new StringBuilder();
        for (var at = 12; at < question.Length && question[at] != 0; at += question[at] + 1)
        {
            name.Append(Encoding.Latin1.GetString(question, at + 1, Math.Min(question[at], question.Length - at - 1))).Append('.');
        }

        return name.ToString();
    }
}
