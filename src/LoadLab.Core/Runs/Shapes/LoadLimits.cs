namespace LoadLab.Core.Runs.Shapes;

/// <summary>The most load that a plan may have.</summary>
public static class LoadLimits
{
    /// <summary>Most virtual users of a phase.</summary>
    public const int MostUsers = 1_000_000;

    /// <summary>Most arrivals a second of a phase: more than any single machine can offer.</summary>
    public const double MostPerSecond = 1_000_000;
}
