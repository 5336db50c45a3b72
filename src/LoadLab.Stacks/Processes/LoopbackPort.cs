using System.Net;
using System.Net.Sockets;

namespace LoadLab.Stacks.Processes;

/// <summary>Free ports of 127.0.0.1.</summary>
internal static class LoopbackPort
{
    /// <summary>How often a start is tried when somebody else takes the port between here and the server's bind.</summary>
    public const int Attempts = 5;

    /// <summary>A port that was free a moment ago.</summary>
    public static int FindFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>What to do when the suite fixes a port that is taken.</summary>
    public static string TakenAdvice(string role) => $"Stop what listens there, or remove 'stack.{role}.port' from the suite: a free port is chosen then.";

    /// <summary>True when a server's log says that its port was taken.</summary>
    public static bool WasTaken(string log) => log.Contains("address already in use", StringComparison.OrdinalIgnoreCase);
}
