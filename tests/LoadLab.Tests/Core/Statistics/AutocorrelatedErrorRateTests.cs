using System.Collections.Concurrent;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Verdicts;
using Xunit.Abstractions;

namespace LoadLab.Tests.Core.Statistics;

/// <summary>
/// The same question as <see cref="VerdictErrorRateTests"/> of latencies that come as they really do: slow seconds come together. The level of the seconds is an
/// AR(1) process, so that the logarithm of a latency is normal and its P95 known, exp(μ + z σ) with z = 1.6449 and σ² the level's variance and the noise's.
/// </summary>
public sealed class AutocorrelatedErrorRateTests(ITestOutputHelper output)
{
    private const int Runs = 1_000;
    private const double MedianMicros = 100_000;
    private const double Level = 0.15;
    private const double Noise = 0.5;
    private const double Correlation = 0.6;

    private static readonly double TrueP95 = MedianMicros * Math.Exp(1.6448536269514722 * Math.Sqrt((Level * Level) + (Noise * Noise)));

    private static readonly ConcurrentDictionary<(int Seconds, int PerSecond), (Interval Both, Interval ByRank)[]> Known = [];

    [Theory]
    [InlineData(60, 20, 1.0005, Verdict.Fail)]
    [InlineData(60, 20, 0.9995, Verdict.Pass)]
    [InlineData(60, 150, 1.0005, Verdict.Fail)]
    [InlineData(60, 150, 0.9995, Verdict.Pass)]
    [InlineData(120, 50, 1.0005, Verdict.Fail)]
    [InlineData(120, 50, 0.9995, Verdict.Pass)]
    public void Of_a_thousand_runs_by_a_hair_on_one_side_at_most_one_in_twenty_is_judged_to_be_on_the_other(int seconds, int perSecond, double limitOfTruth, Verdict wrong)
    {
        var objective = new Objective(ComparisonOperator.LessThan, TrueP95 * limitOfTruth, "µs", "");
        var intervals = Known.GetOrAdd((seconds, perSecond), key => Of(key.Seconds, key.PerSecond));
        var verdicts = intervals.Select(interval => objective.Judge(interval.Both)).ToList();
        var byRank = intervals.Count(interval => objective.Judge(interval.ByRank) == wrong);
        var counts = $"{seconds} s of {perSecond}/s, limit {limitOfTruth} × the true P95: {verdicts.Count(verdict => verdict == Verdict.Pass)} PASS, {verdicts.Count(verdict => verdict == Verdict.Fail)} FAIL, "
            + $"{verdicts.Count(verdict => verdict == Verdict.Inconclusive)} INCONCLUSIVE of {Runs}; by order statistics alone {byRank} would be {wrong}";

        output.WriteLine(counts);
        verdicts.Count(verdict => verdict == wrong).Should().BeLessThanOrEqualTo(Runs / 20, counts);
        byRank.Should().BeGreaterThan(Runs / 20, "the seconds are correlated enough that an interval for independent samples is wrong too often: {0}", counts);
    }

    private static (Interval Both, Interval ByRank)[] Of(int seconds, int perSecond) =>
    [
        .. Enumerable.Range(1, Runs).AsParallel().AsOrdered().Select(run =>
        {
            var histograms = Run(run, seconds, perSecond);
            return (PercentileInterval.Of(histograms, 95, run), OrderStatistics.OfPercentile(PackedHistogram.Merge(histograms), 95));
        }),
    ];

    private static PackedHistogram[] Run(int seed, int length, int perSecond)
    {
        var random = new SeededRandom(seed);
        var seconds = new PackedHistogram[length];
        var level = Level * Normal(random);
        for (var second = 0; second < length; second++)
        {
            var histogram = new LatencyHistogram();
            for (var i = 0; i < perSecond; i++)
            {
                histogram.Record((long)(MedianMicros * Math.Exp(level + (Noise * Normal(random)))));
            }

            seconds[second] = histogram.Pack();
            level = (Correlation * level) + (Level * Math.Sqrt(1 - (Correlation * Correlation)) * Normal(random));
        }

        return seconds;
    }

    /// <summary>Box and Muller (1958).</summary>
    private static double Normal(SeededRandom random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
