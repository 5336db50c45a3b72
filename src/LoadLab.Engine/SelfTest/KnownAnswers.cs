namespace LoadLab.Engine.SelfTest;

/// <summary>Closed forms of what a perfect generator must measure. Times in milliseconds, pure.</summary>
internal static class KnownAnswers
{
    /// <summary>
    /// Percentile of the response time when an otherwise immediate target freezes for S within a run of T at a constant rate: the
    /// arrivals of the stall wait uniformly from 0 to S, so P(R > r) = (S − r)/T and the percentile p is S − (1 − p)·T, or 0.
    /// </summary>
    public static double StallPercentile(double stallMs, double runMs, double percentile) =>
        Math.Max(0, stallMs - ((1 - (percentile / 100)) * runMs));

    /// <summary>Mean response time under the same stall: S²/2T.</summary>
    public static double StallMean(double stallMs, double runMs) => stallMs * stallMs / (2 * runMs);

    /// <summary>Percentile of a uniform distribution.</summary>
    public static double UniformPercentile(double fromMs, double toMs, double percentile) => fromMs + ((toMs - fromMs) * percentile / 100);

    /// <summary>Percentile of an exponential distribution: −ln(1 − p)·mean.</summary>
    public static double ExponentialPercentile(double meanMs, double percentile) => -Math.Log(1 - (percentile / 100)) * meanMs;

    /// <summary>Throughput of N users with service time R and think time Z, by Little's law: N/(R + Z).</summary>
    public static double ClosedThroughput(int users, double serviceMs, double thinkMs) => users / (serviceMs + thinkMs) * 1000;
}
