namespace LoadLab.Core.Statistics;

/// <summary>
/// What a variance from blocks of a short series misses. Blocks that are a share b of the series see only part of how it remembers, and few blocks vary
/// too little. Kiefer and Vogelsang (2005, "A new asymptotic theory for heteroskedasticity-autocorrelation robust tests", Econometric Theory 21) give the critical
/// value that takes both into account for the Bartlett kernel, which is what blocks of one length amount to; its fit at 97.5 % is
/// 1.9600 + 2.9694 b + 0.4160 b² − 0.5324 b³.
/// </summary>
internal static class FixedB
{
    /// <summary>How many times as wide a two-sided 95 % interval must be: 1 at b = 0, 1.15 at b = 0.1, 1.39 at b = 0.25.</summary>
    /// <param name="blockShare">Length of a block over that of the series, 0 to 1.</param>
    public static double Factor(double blockShare)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(blockShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blockShare, 1);
        return (1.96 + (2.9694 * blockShare) + (0.416 * blockShare * blockShare) - (0.5324 * blockShare * blockShare * blockShare)) / 1.96;
    }
}
