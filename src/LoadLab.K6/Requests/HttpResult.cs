using LoadLab.Core.Running;
using LoadLab.K6.State;

namespace LoadLab.K6.Requests;

/// <summary>What came of a request.</summary>
internal sealed record HttpResult
{
    public required HttpCall Call { get; init; }

    /// <summary>Where the last redirect led.</summary>
    public required Uri Url { get; init; }

    /// <summary>0 when no answer came.</summary>
    public int Status { get; init; }

    public string Proto { get; init; } = "";

    public byte[] Body { get; init; } = [];

    /// <summary>The headers of the answer; null where there is none.</summary>
    public AnswerHeaders? Answered { get; init; }

    /// <summary>Headers with k6's spelling; several values are joined by a comma.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => Answered?.All ?? [];

    /// <summary>Where the answer leads.</summary>
    public RedirectTarget Target { get; init; }

    public IReadOnlyList<StoredCookie> Cookies { get; init; } = [];

    public RequestTimings Timings { get; init; }

    /// <summary>Bytes of it on the connection, without those of TLS.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes of the answer on the connection, without those of TLS.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Whom it was sent to; null when there was no connection.</summary>
    public ConnectionFacts? Connection { get; init; }

    /// <summary>The words of the answer's first line.</summary>
    public string Reason { get; init; } = "";

    /// <summary>True when what was asked for is no request: nothing was sent, and nothing counts.</summary>
    public bool IsRefused { get; init; }

    public string Error { get; init; } = "";

    /// <summary>True when the script has a body of it, be it an empty one: k6 reads none of 204 and 304.</summary>
    public bool HasBody => Status is not (0 or 204 or 304) && Call.ResponseType != "none";

    public int ErrorCode { get; init; }

    public string? Header(string name) => Answered?.Find(name);
}
