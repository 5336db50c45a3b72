namespace LoadLab.Core.Capacity;

/// <summary>One step of a capacity search: a load that was held, and what it showed. Data only.</summary>
public sealed record CapacityStep
{
    /// <summary>The phase of the run that held it.</summary>
    public required string Phase { get; init; }

    /// <summary>What was raised.</summary>
    public required CapacityModel Model { get; init; }

    /// <summary>Starts a second, or virtual users.</summary>
    public required double Load { get; init; }

    /// <summary>How long it was measured, in seconds.</summary>
    public required double MeasuredSeconds { get; init; }

    /// <summary>What it showed.</summary>
    public required StepOutcome Outcome { get; init; }

    /// <summary>Id of the row that broke first; empty when none did.</summary>
    public string BrokenSlo { get; init; } = "";

    /// <summary>Why, in one sentence: which row, and what was saturated.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Requests that succeeded, a second.</summary>
    public required double ThroughputPerSecond { get; init; }

    /// <summary>Share of the requests that failed, 0 to 1; null when none ended.</summary>
    public required double? ErrorRatio { get; init; }

    /// <summary>Mean response time in milliseconds; null without a sample.</summary>
    public double? MeanMs { get; init; }

    /// <summary>Percentiles of the response time, 0 to 100 to milliseconds; empty without a sample.</summary>
    public IReadOnlyDictionary<double, double> PercentilesMs { get; init; } = new SortedDictionary<double, double>();

    /// <summary>How busy the resources were that LoadLab watches; empty where it watches none.</summary>
    public IReadOnlyList<ResourceUse> Resources { get; init; } = [];
}
