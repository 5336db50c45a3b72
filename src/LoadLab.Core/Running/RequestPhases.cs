namespace LoadLab.Core.Running;

/// <summary>What the time of a request went to. Null is what did not happen, or what nobody saw: over HTTP/2 the parts of a connection.</summary>
/// <param name="Waiting">Waiting for a connection that others had.</param>
/// <param name="Dns">Looking up the name.</param>
/// <param name="Connect">Making the TCP connection.</param>
/// <param name="Tls">The handshake of TLS.</param>
/// <param name="Send">Writing the request.</param>
/// <param name="FirstByte">From there to the first byte of the answer.</param>
/// <param name="Body">From there to its last.</param>
public sealed record RequestPhases(TimeSpan? Waiting, TimeSpan? Dns, TimeSpan? Connect, TimeSpan? Tls, TimeSpan? Send, TimeSpan? FirstByte, TimeSpan? Body)
{
    /// <summary>Those of a request that has ended.</summary>
    public static RequestPhases Of(TimedRequest request, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(time);
        TimeSpan? Between(long from, long until) => from == 0 || until == 0 || until < from ? null : time.GetElapsedTime(from, until);
        var begin = request.ConnectBegan == 0 ? request.GotConnection : request.ConnectBegan;
        return new RequestPhases(
            Between(request.Asked, begin),
            Between(request.ConnectBegan, request.Resolved),
            Between(request.Resolved == 0 ? request.ConnectBegan : request.Resolved, request.Connected),
            Between(request.Connected, request.Secured),
            Between(request.GotConnection, request.Sent),
            Between(request.Sent == 0 ? request.GotConnection : request.Sent, request.Answered),
            Between(request.Answered, request.Ended));
    }
}
