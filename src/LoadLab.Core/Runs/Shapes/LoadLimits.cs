namespace LoadLab.Core.Runs.Shapes;

/// <summary>The most load that is accepted: beyond it lies a slip of the keyboard.</summary>
public static class LoadLimits
{
    /// <summary>Most virtual users.</summary>
    public const int MostUsers = 1_000_000;

    /// <summary>Most starts a second.</summary>
    public const double MostPerSecond = 1_000_000;
}
