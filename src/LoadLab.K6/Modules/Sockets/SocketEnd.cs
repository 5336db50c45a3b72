namespace LoadLab.K6.Modules.Sockets;

/// <summary>How a server ends a WebSocket. As in k6, any end but the normal ones is an error too, before it is a close.</summary>
internal static class SocketEnd
{
    private const int Normal = 1000;
    private const int GoingAway = 1001;

    /// <summary>The end of a connection without a word, which is told as an error where it is noticed.</summary>
    private const int Lost = 1006;

    public static bool IsError(int code) => code is not (Normal or GoingAway or Lost);

    public static string Describe(int code, string reason) => FormattableString.Invariant($"websocket: close {code}{(reason.Length > 0 ? ": " + reason : "")}");
}
