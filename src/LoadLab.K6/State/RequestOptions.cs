namespace LoadLab.K6.State;

/// <summary>What the script's options say of requests.</summary>
internal sealed record RequestOptions
{
    public string UserAgent { get; init; } = "LoadLab (k6 script)";

    public int MaxRedirects { get; init; } = 10;

    public bool DiscardBodies { get; init; }

    public bool Throw { get; init; }

    public bool NoCookiesReset { get; init; }

    public int Batch { get; init; } = 20;

    public int BatchPerHost { get; init; } = 6;

    public double? PerSecond { get; init; }

    /// <summary><c>hosts</c>: where to connect in place of a host, of <c>host:port</c>, or of all hosts of <c>*.domain</c>.</summary>
    public IReadOnlyDictionary<string, string> Hosts { get; init; } = new Dictionary<string, string>();

    /// <summary><c>insecureSkipTLSVerify</c>: any certificate will do.</summary>
    public bool AcceptsAnyCertificate { get; init; }

    /// <summary><c>noConnectionReuse</c>: each request has a connection of its own.</summary>
    public bool NoConnectionReuse { get; init; }

    /// <summary><c>minIterationDuration</c>: a user that is done sooner waits.</summary>
    public TimeSpan MinIteration { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
