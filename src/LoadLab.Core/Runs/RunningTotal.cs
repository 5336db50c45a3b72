using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>The rise of a running total, as Prometheus' <c>increase()</c> counts it but without extrapolation to the edges.</summary>
/// <param name="Rise">
/// The sum of the rises from sample to sample. Where a sample is below the one before, its counter began anew at 0: then the whole sample is the rise. What
/// was counted between the last sample before and the restart is in no sample and not in it, so after a restart it is the least that it can have been.
/// </param>
/// <param name="Restarts">How often it began anew.</param>
public readonly record struct RunningTotal(double Rise, int Restarts)
{
    /// <summary>The rise over some samples in order; null with fewer than two finite ones.</summary>
    public static RunningTotal? Of(IEnumerable<ProbePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var values = points.Select(point => point.Value).Where(double.IsFinite).ToList();
        if (values.Count < 2)
        {
            return null;
        }

        var pairs = values.Zip(values.Skip(1)).ToList();
        return new RunningTotal(pairs.Sum(pair => pair.Second < pair.First ? pair.Second : pair.Second - pair.First), pairs.Count(pair => pair.Second < pair.First));
    }
}
