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

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
