namespace LoadLab.Core.Running;

/// <summary>
/// A request that keeps when each part of it was done, as the connection saw it. The engine marks HTTP/1.1; over HTTP/2 no mark is set.
/// Timestamps are those of the clock that it was made with; 0 is what did not happen. Read it once the answer, or its failure, is there.
/// </summary>
public sealed class TimedRequest : HttpRequestMessage
{
    private readonly TimeProvider _time;

    /// <summary>A request that is about to be sent.</summary>
    public TimedRequest(HttpMethod method, Uri address, TimeProvider time)
        : base(method, address)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        Asked = time.GetTimestamp();
    }

    /// <summary>True when any certificate of the server will do.</summary>
    public bool AcceptsAnyCertificate { get; init; }

    /// <summary>How many connections to its place may be open at once, where it may have more than the client gives to others; 0 where not. Over HTTP/1.1.</summary>
    public int MostConnections { get; init; }

    /// <summary>True when whoever sends it ends it in time: the phase's request timeout is not for it.</summary>
    public bool HasOwnTimeout { get; init; }

    /// <summary>The step that it is sent in, where who makes it knows; null for the one that is under way.</summary>
    public string? Step { get; init; }

    /// <summary>A request that sends what another says. The body is the other's own: do not dispose it twice.</summary>
    public static TimedRequest Of(HttpRequestMessage request, Uri address, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(request);
        var timed = new TimedRequest(request.Method, address, time) { Version = request.Version, VersionPolicy = request.VersionPolicy, Content = request.Content };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            timed.Headers.TryAddWithoutValidation(name, values);
        }

        foreach (var (key, value) in request.Options)
        {
            ((IDictionary<string, object?>)timed.Options)[key] = value;
        }

        return timed;
    }

    /// <summary>When it was made.</summary>
    public long Asked { get; }

    /// <summary>When a new connection was begun for it.</summary>
    public long ConnectBegan { get; private set; }

    /// <summary>When the address of its host was known; 0 when it is one itself.</summary>
    public long Resolved { get; private set; }

    /// <summary>When that connection was there, without TLS.</summary>
    public long Connected { get; private set; }

    /// <summary>When its TLS handshake was done.</summary>
    public long Secured { get; private set; }

    /// <summary>When it had a connection, new or used before.</summary>
    public long GotConnection { get; private set; }

    /// <summary>When its last byte was written.</summary>
    public long Sent { get; private set; }

    /// <summary>When the first byte of the answer came.</summary>
    public long Answered { get; private set; }

    /// <summary>When the whole answer was there.</summary>
    public long Ended { get; private set; }

    /// <summary>Bytes that were written for it, its head and body, without those of TLS.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Bytes that were read for it, heads and framing too, without those of TLS.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>The connection that it got; null when it got none.</summary>
    public ConnectionFacts? Connection { get; private set; }

    /// <summary>A new connection is begun.</summary>
    public void MarkConnectBegan() => ConnectBegan = _time.GetTimestamp();

    /// <summary>The host's address is known.</summary>
    public void MarkResolved() => Resolved = _time.GetTimestamp();

    /// <summary>The connection is there.</summary>
    public void MarkConnected() => Connected = _time.GetTimestamp();

    /// <summary>The handshake of TLS is done.</summary>
    public void MarkSecured() => Secured = _time.GetTimestamp();

    /// <summary>It may write.</summary>
    public void MarkGotConnection(ConnectionFacts connection) => (GotConnection, Connection) = (_time.GetTimestamp(), connection);

    /// <summary>All of it is written. The last call counts.</summary>
    public void MarkSent() => Sent = _time.GetTimestamp();

    /// <summary>The answer has begun.</summary>
    public void MarkAnswered() => Answered = _time.GetTimestamp();

    /// <summary>The whole answer is there.</summary>
    public void MarkEnded() => Ended = _time.GetTimestamp();

    /// <summary>How much was written and read for it.</summary>
    public void AddBytes(long sent, long received) => (BytesSent, BytesReceived) = (BytesSent + sent, BytesReceived + received);
}
