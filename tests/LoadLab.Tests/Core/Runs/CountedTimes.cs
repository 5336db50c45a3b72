using LoadLab.Core.Measurement;

namespace LoadLab.Tests.Core.Runs;

/// <summary>The series of a distribution in buckets, as a probe leaves them: one sample a second, at 0.2 s past it.</summary>
internal static class CountedTimes
{
    /// <param name="name">The distribution.</param>
    /// <param name="edges">Upper edges in ms.</param>
    /// <param name="seconds">Samples of the probe.</param>
    /// <param name="totals">Running totals of the buckets, the last one beyond the last edge, at a second; null for a sample that failed.</param>
    public static IReadOnlyList<ProbeSeries> Series(string name, double[] edges, int seconds, Func<int, long[]?> totals)
    {
        var count = new List<ProbePoint>();
        var points = edges.Append(double.PositiveInfinity).Select(_ => new List<ProbePoint>()).ToArray();
        foreach (var second in Enumerable.Range(0, seconds))
        {
            if (totals(second) is not { } now)
            {
                continue;
            }

            count.Add(new ProbePoint(second + 0.2, now.Sum()));
            for (var i = 0; i < points.Length; i++)
            {
                if (now[i] != points[i].LastOrDefault().Value)
                {
                    points[i].Add(new ProbePoint(second + 0.2, now[i]));
                }
            }
        }

        return
        [
            new ProbeSeries(TimeBucket.CountOf(name, "Made up"), count),
            .. points.Select((own, i) => new ProbeSeries(new TimeBucket(name, i == 0 ? 0 : edges[i - 1], i == edges.Length ? double.PositiveInfinity : edges[i]).Measure, own)),
        ];
    }
}
