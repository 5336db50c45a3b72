using LoadLab.Core.Running;

namespace LoadLab.K6.Requests;

/// <summary>The parts of a request's time in milliseconds, with k6's meaning: what did not happen is 0.</summary>
/// <param name="Blocked">Until it had a connection, connecting and the handshake of TLS included.</param>
/// <param name="Connecting">Making a TCP connection, without the look-up of the name.</param>
/// <param name="TlsHandshaking">The handshake of TLS.</param>
/// <param name="Sending">Writing.</param>
/// <param name="Waiting">From the last byte written to the first of the answer, or to the failure.</param>
/// <param name="Receiving">Reading the answer.</param>
internal readonly record struct RequestTimings(double Blocked, double Connecting, double TlsHandshaking, double Sending, double Waiting, double Receiving)
{
    /// <summary>What k6 calls the duration: without getting a connection.</summary>
    public double Duration => Sending + Waiting + Receiving;

    /// <summary>The parts of a request that has ended now.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isAnswered">An answer came.</param>
    /// <param name="time">The clock that it was made with.</param>
    public static RequestTimings Of(TimedRequest request, bool isAnswered, TimeProvider time)
    {
        var ended = request.Ended != 0 ? request.Ended : time.GetTimestamp();
        if (request.GotConnection == 0)
        {
            // Where no connection was made, nothing was sent and nothing waited for. HTTP/2 marks nothing: all of it is told as waiting.
            return new RequestTimings(0, ConnectingOf(request, time), 0, 0, isAnswered ? Between(time, request.Asked, ended) : 0, 0);
        }

        return new RequestTimings(
            Between(time, request.Asked, request.GotConnection),
            ConnectingOf(request, time),
            Between(time, request.Connected, request.Secured),
            request.Sent == 0 ? 0 : Between(time, request.GotConnection, request.Sent),
            Between(time, request.Sent == 0 ? request.GotConnection : request.Sent, request.Answered == 0 ? ended : request.Answered),
            Between(time, request.Answered, ended));
    }

    private static double ConnectingOf(TimedRequest request, TimeProvider time) => Between(time, request.Resolved != 0 ? request.Resolved : request.ConnectBegan, request.Connected);

    private static double Between(TimeProvider time, long from, long to) => from == 0 || to <= from ? 0 : time.GetElapsedTime(from, to).TotalMilliseconds;
}
