using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Core.Measurement;

/// <summary>
/// A distribution of times over a part of a run, from the running totals of its buckets. A total that fell was reset: its server started anew. What
/// was counted between the two samples around it is left out, because it is not known how much of it belongs there.
/// </summary>
public sealed record BucketedTimes
{
    /// <summary>The buckets with samples, rising.</summary>
    public required IReadOnlyList<TimeBucket> Buckets { get; init; }

    /// <summary>What came in from one sample of the probe to the next: its first second, and the samples of each bucket.</summary>
    public required IReadOnlyList<(int Second, long[] Counts)> Steps { get; init; }

    /// <summary>Times that a total fell.</summary>
    public required int Resets { get; init; }

    /// <summary>Seconds that <see cref="Steps"/> cover.</summary>
    public required double CoveredSeconds { get; init; }

    /// <summary>All samples.</summary>
    public long Total => Steps.Sum(step => step.Counts.Sum());

    /// <summary>Samples of each bucket.</summary>
    public long[] Counts
    {
        get
        {
            var sums = new long[Buckets.Count];
            foreach (var (_, counts) in Steps)
            {
                for (var i = 0; i < sums.Length; i++)
                {
                    sums[i] += counts[i];
                }
            }

            return sums;
        }
    }

    /// <summary>The distribution from <paramref name="startSecond"/> to <paramref name="endSecond"/>; null when no probe measured it.</summary>
    public static BucketedTimes? Of(IReadOnlyList<ProbeSeries> probes, string distribution, double startSecond, double endSecond)
    {
        ArgumentNullException.ThrowIfNull(probes);
        if (probes.FirstOrDefault(series => TimeBucket.CountedBy(series.Measure) == distribution) is not { Points.Count: > 0 } count)
        {
            return null;
        }

        var buckets = probes.Select(series => (Bucket: TimeBucket.TryParse(series.Measure.Name), series.Points))
            .Where(pair => pair.Bucket?.Distribution == distribution)
            .OrderBy(pair => pair.Bucket!.UpToMs)
            .ToList();
        var at = new int[buckets.Count];
        var steps = new List<(int, long[])>();
        var (resets, covered) = (0, 0.0);
        (double Second, long[] Totals, double Count)? last = null;
        foreach (var point in count.Between(startSecond, endSecond))
        {
            var totals = new long[buckets.Count];
            for (var i = 0; i < totals.Length; i++)
            {
                var points = buckets[i].Points;
                while (at[i] < points.Count && points[at[i]].Second <= point.Second)
                {
                    at[i]++;
                }

                totals[i] = at[i] == 0 ? 0 : (long)Math.Round(points[at[i] - 1].Value);
            }

            if (last is { } before)
            {
                if (point.Value < before.Count || totals.Zip(before.Totals).Any(pair => pair.First < pair.Second))
                {
                    resets++;
                }
                else
                {
                    covered += point.Second - before.Second;
                    steps.Add(((int)before.Second, [.. totals.Zip(before.Totals, (now, then) => now - then)]));
                }
            }

            last = (point.Second, totals, point.Value);
        }

        var used = Enumerable.Range(0, buckets.Count).Where(i => steps.Any(step => step.Item2[i] > 0)).ToArray();
        return new BucketedTimes
        {
            Buckets = [.. used.Select(i => buckets[i].Bucket!)],
            Steps = [.. steps.Select(step => (step.Item1, Array.ConvertAll(used, i => step.Item2[i])))],
            Resets = resets,
            CoveredSeconds = covered,
        };
    }

    /// <summary>The bucket that holds a percentile, 0 to 100; null without samples.</summary>
    public TimeBucket? BucketOf(double percentile)
    {
        var counts = Counts;
        var rank = Math.Max(1, (long)Math.Ceiling(LatencyHistogram.PercentileRank(percentile, counts.Sum())));
        long sum = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            sum += counts[i];
            if (sum >= rank)
            {
                return Buckets[i];
            }
        }

        return null;
    }
}
