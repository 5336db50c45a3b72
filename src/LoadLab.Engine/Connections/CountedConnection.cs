using System.Net;
using System.Net.Sockets;
using LoadLab.Core.Tls;

namespace LoadLab.Engine.Connections;

/// <summary>A TCP connection that is counted, and gives its file back when it is closed.</summary>
internal sealed class CountedConnection : OpeningStream
{
    private readonly ConnectionCounter _counter;
    private int _closed;

    private CountedConnection(Socket socket, ConnectionCounter counter)
        : base(socket) => _counter = counter;

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">Nobody is there, or the process has no file left.</exception>
    public static async ValueTask<CountedConnection> ConnectAsync(ConnectionCounter counter, EndPoint address, CancellationToken cancellationToken)
    {
        counter.Open();
        Socket? socket = null;
        try
        {
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            counter.NotConnected((fault as SocketException)?.SocketErrorCode ?? SocketError.Success);
            socket?.Dispose();
            counter.Closed();
            throw;
        }

        counter.Connected();
        return new CountedConnection(socket, counter);
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _counter.Closed();
        }

        base.Dispose(disposing);
    }
}
