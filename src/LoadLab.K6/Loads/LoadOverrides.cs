namespace LoadLab.K6.Loads;

/// <summary>What the command line says in place of a script's options; null for what it leaves to the script.</summary>
public sealed record LoadOverrides
{
    /// <summary><c>--vus</c>.</summary>
    public int? Users { get; init; }

    /// <summary><c>--duration</c>.</summary>
    public string? Duration { get; init; }

    /// <summary><c>--iterations</c>.</summary>
    public int? Iterations { get; init; }

    /// <summary><c>--stage</c>, each as <c>30s:10</c>.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary><c>--rps</c>: most requests a second of the whole test.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary><c>--tag</c>: tags of every sample.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary><c>--summary-trend-stats</c>: <c>avg,p(99)</c>.</summary>
    public string? TrendStatistics { get; init; }

    /// <summary><c>--no-setup</c>.</summary>
    public bool NoSetup { get; init; }

    /// <summary><c>--no-teardown</c>.</summary>
    public bool NoTeardown { get; init; }

    /// <summary><c>--no-thresholds</c>.</summary>
    public bool NoThresholds { get; init; }

    /// <summary><c>--config</c>: a file of options as JSON, below those of the script; null for none.</summary>
    public string? Config { get; init; }

    /// <summary>True when it says how long or how often: all that the script says of that, and its scenarios, go.</summary>
    public bool Decides => Duration is not null || Iterations is not null || Stages.Count > 0;
}
