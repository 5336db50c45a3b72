namespace LoadLab.K6.Loads;

/// <summary>What the command line says of the load; null for what it leaves to the script.</summary>
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

    /// <summary>True when it decides the load, whatever the script says.</summary>
    public bool Decides => Users is not null || Duration is not null || Iterations is not null || Stages.Count > 0;
}
