namespace LoadLab.Testing;

/// <summary>What became of one SLO.</summary>
public sealed record SloOutcome
{
    internal SloOutcome()
    {
    }

    /// <summary>Its id in the catalogue; of a threshold in code, the one that the verdict table and <c>run.json</c> have.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>The verdict.</summary>
    public required LoadTestVerdict Verdict { get; init; }

    /// <summary>What was measured, in <see cref="Unit"/>; null when nothing was.</summary>
    public double? Measured { get; init; }

    /// <summary>Lower end of its 95 % interval; null when there is none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its 95 % interval; null when there is none.</summary>
    public double? High { get; init; }

    /// <summary>The limit, in <see cref="Unit"/>.</summary>
    public required double Limit { get; init; }

    /// <summary><c>ms</c>, <c>ratio</c>, <c>1/s</c> …</summary>
    public required string Unit { get; init; }

    /// <summary>Samples that it rests on.</summary>
    public required long Samples { get; init; }

    /// <summary>One sentence: why this verdict.</summary>
    public required string Reason { get; init; }

    /// <summary>True when the decision depends on it.</summary>
    public required bool IsRequired { get; init; }
}
