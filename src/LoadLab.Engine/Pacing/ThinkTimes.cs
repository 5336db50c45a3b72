using System.Diagnostics;
using LoadLab.Core.Runs;

namespace LoadLab.Engine.Pacing;

/// <summary>Draws think times.</summary>
internal static class ThinkTimes
{
    /// <summary>The think time at quantile <paramref name="uniform"/>.</summary>
    /// <param name="think">Mean and distribution.</param>
    /// <param name="uniform">0 to below 1.</param>
    public static TimeSpan At(ThinkTime think, double uniform)
    {
        ArgumentNullException.ThrowIfNull(think);
        return think.Distribution switch
        {
            ThinkTimeDistribution.Constant => think.Mean,
            ThinkTimeDistribution.Uniform => think.Mean * (0.5 + uniform),
            // TPC-C 5.2.5.4: −ln(r) · mean, cut at ten times the mean.
            ThinkTimeDistribution.Exponential => think.Mean * Math.Min(10, -Math.Log(1 - uniform)),
            _ => throw new UnreachableException(),
        };
    }
}
