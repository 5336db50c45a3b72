namespace LoadLab.K6.Requests;

/// <summary>What came of a request.</summary>
internal sealed record HttpResult
{
    public required HttpCall Call { get; init; }

    /// <summary>Where the last redirect led.</summary>
    public required string Url { get; init; }

    /// <summary>0 when no answer came.</summary>
    public int Status { get; init; }

    public string Proto { get; init; } = "";

    public byte[] Body { get; init; } = [];

    /// <summary>Headers with k6's spelling; several values are joined by a comma.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public IReadOnlyList<System.Net.Cookie> Cookies { get; init; } = [];

    public double DurationMs { get; init; }

    public string Error { get; init; } = "";

    public int ErrorCode { get; init; }
}
