using System.Net.Sockets;
using System.Net.WebSockets;

namespace LoadLab.K6.Requests;

/// <summary>What goes wrong with WebSockets.</summary>
internal static class SocketFaults
{
    /// <summary>True for the exceptions of a connection that went away.</summary>
    public static bool IsLoss(Exception fault) => fault is WebSocketException or OperationCanceledException or IOException or SocketException or ObjectDisposedException or InvalidOperationException;

    /// <summary>With the cause, which .NET's own message leaves out.</summary>
    public static string Describe(Exception fault) => fault.InnerException is { } inner && inner.Message.Length > 0 ? $"{fault.Message.TrimEnd('.')}: {inner.Message}" : fault.Message;
}
