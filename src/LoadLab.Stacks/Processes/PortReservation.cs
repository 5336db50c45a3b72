using System.Net;
using System.Net.Sockets;

namespace LoadLab.Stacks.Processes;

/// <summary>
/// Keeps the port of a stopped server from being given away. The clients that try to reach it open many connections, each with a port of
/// its own from the same range; without this, one of them could be given the server's, and the server could not start again.
/// The port is bound and nobody listens: a connection is refused. The server binds it beside this socket, because both reuse the address
/// (socket(7), SO_REUSEADDR).
/// </summary>
internal sealed class PortReservation : IDisposable
{
    private readonly Socket _socket;

    private PortReservation(Socket socket) => _socket = socket;

    /// <summary>Takes the port; null when somebody was faster.</summary>
    public static PortReservation? TryTake(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return new PortReservation(socket);
        }
        catch (SocketException)
        {
            // A client has it for a moment. The server's start then tells, with its log.
            socket.Dispose();
            return null;
        }
    }

    public void Dispose() => _socket.Dispose();
}
