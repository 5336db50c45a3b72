using System.Net;
using System.Net.Sockets;

namespace LoadLab.IntegrationTests.ReferenceLms;

/// <summary>
/// Ports for servers that are started later. They lie below those that the kernel gives to connections and to servers that ask for any port, and none is given
/// twice: what was free stays so until its server takes it, and where nobody shall listen nobody does.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int Count = 10_000;

    // Two processes of tests begin apart.
    private static int s_given = Environment.ProcessId * 100 % Count;

    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref s_given) % Count);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody's of this machine.
            }
        }
    }
}
