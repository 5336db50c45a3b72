using System.Net.Sockets;
using LoadLab.Core.Measurement;

namespace LoadLab.Engine.Connections;

/// <summary>Counts connections and requests of a phase, and keeps the process from running out of files: .NET does not survive that. Thread-safe.</summary>
internal sealed class ConnectionCounter
{
    private static readonly int Limit = OpenFiles.ForConnections();

    private long _connects;
    private long _handshakes;
    private long _requests;
    private long _withoutFile;
    private long _reconnects;
    private long _resends;
    private long _withoutPort;
    private int _open;

    public ConnectionCounts Counts => new(
        Interlocked.Read(ref _connects), Interlocked.Read(ref _handshakes), Interlocked.Read(ref _requests), Interlocked.Read(ref _withoutFile),
        Interlocked.Read(ref _reconnects), Interlocked.Read(ref _resends), Interlocked.Read(ref _withoutPort));

    /// <summary>Asks for a file before a socket is made. Give it back with <see cref="Closed"/>.</summary>
    /// <exception cref="SocketException">There is none left.</exception>
    public void Open()
    {
        if (Interlocked.Increment(ref _open) > Limit)
        {
            Interlocked.Decrement(ref _open);
            Interlocked.Increment(ref _withoutFile);
            throw new SocketException((int)SocketError.TooManyOpenSockets);
        }
    }

    public void Closed() => Interlocked.Decrement(ref _open);

    /// <summary>A connection could not be made. Where no port of this machine was free, the target had no part in it.</summary>
    public void NotConnected(SocketError error)
    {
        if (error == SocketError.AddressNotAvailable)
        {
            Interlocked.Increment(ref _withoutPort);
        }
    }

    public void Connected() => Interlocked.Increment(ref _connects);

    public void HandshakeDone() => Interlocked.Increment(ref _handshakes);

    /// <summary>Requests that the server says it never took up, and that are sent again.</summary>
    public void NeverTakenUp(int requests) => Interlocked.Add(ref _reconnects, requests);

    public void Requested() => Interlocked.Increment(ref _requests);

    /// <summary>A connection was found closed before anything of a request was written on it.</summary>
    public void Reconnected() => Interlocked.Increment(ref _reconnects);

    /// <summary>A request was sent once more.</summary>
    public void Resent() => Interlocked.Increment(ref _resends);
}
