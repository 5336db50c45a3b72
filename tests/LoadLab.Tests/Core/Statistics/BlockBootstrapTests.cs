using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Statistics;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Statistics;

public sealed class BlockBootstrapTests
{
    [Fact]
    public void The_same_seed_gives_the_same_interval()
    {
        var seconds = Exponential(seconds: 60, perSecond: 40, meanMicros: 50_000, seed: 1);

        var first = BlockBootstrap.OfPercentile(seconds, 95, seed: 7);
        var second = BlockBootstrap.OfPercentile(seconds, 95, seed: 7);

        first.Should().NotBeNull().And.Be(second);
    }

    [Fact]
    public void It_is_what_resampling_and_merging_histograms_gives()
    {
        const int resamples = 200;
        var seconds = Exponential(seconds: 20, perSecond: 15, meanMicros: 30_000, seed: 3);
        var length = BlockLength.Of([.. seconds.Select(s => ShareAbove(s, PackedHistogram.Merge(seconds).PercentileMicros(90)))]);
        var random = new SeededRandom(11);
        var percentiles = new List<long>();
        var blocks = (seconds.Length + length - 1) / length;
        for (var r = 0; r < resamples; r++)
        {
            var drawn = new List<PackedHistogram>();
            for (var block = 0; block < blocks; block++)
            {
                var start = random.Next(seconds.Length);
                for (var i = 0; i < length && drawn.Count < seconds.Length; i++)
                {
                    drawn.Add(seconds[(start + i) % seconds.Length]);
                }
            }

            percentiles.Add(PackedHistogram.Merge(drawn).PercentileMicros(90));
        }

        percentiles.Sort();
        var interval = BlockBootstrap.OfPercentile(seconds, 90, seed: 11, resamples)!.Value;

        interval.High.Should().Be(percentiles[(int)Math.Ceiling(0.975 * resamples) - 1]);
        interval.Low.Should().Be(HistogramLayout.LowestAt(HistogramLayout.IndexOf(percentiles[(int)Math.Ceiling(0.025 * resamples) - 1])));
    }

    [Fact]
    public void Slow_requests_that_come_together_widen_the_interval_beyond_that_of_independent_ones()
    {
        // Eight of a hundred seconds are slow as a whole: the samples are anything but independent.
        var seconds = Enumerable.Range(0, 100).Select(i => Constant(i is >= 50 and < 58 ? 900_000 : 20_000, 50)).ToArray();

        var byRank = OrderStatistics.OfPercentile(PackedHistogram.Merge(seconds), 95);
        var both = PercentileInterval.Of(seconds, 95, seed: 1);

        byRank.Low.Should().BeGreaterThan(800_000, "order statistics take the samples for independent");
        both.Low.Should().BeLessThan(21_000, "one stall could as well have not happened");
        both.High.Should().BeGreaterThanOrEqualTo(900_000);
    }

    [Fact]
    public void Too_few_seconds_say_nothing_about_how_seconds_vary()
    {
        BlockBootstrap.OfPercentile([.. Enumerable.Repeat(Constant(1_000, 100), BlockBootstrap.FewestSeconds - 1)], 95, 1).Should().BeNull();
        BlockBootstrap.OfPercentile([.. Enumerable.Repeat(PackedHistogram.Empty, 20)], 95, 1).Should().BeNull();
    }

    [Fact]
    public void Autocorrelation_of_a_known_series_is_the_textbook_value()
    {
        // x = 1..5: mean 3, Σd² = 10, lag 1: (−2·−1)+(−1·0)+(0·1)+(1·2) = 4.
        BlockLength.Autocorrelation([1, 2, 3, 4, 5], 1).Should().BeApproximately(0.4, 1e-12);
        BlockLength.Of([.. Enumerable.Range(0, 200).Select(i => (double)(i / 50 % 2))]).Should().BeGreaterThan(20, "the series remembers for half of its period of 100");
        BlockLength.Of([.. Enumerable.Repeat(1.0, 27)]).Should().Be(3);
    }

    private static double ShareAbove(PackedHistogram second, long micros) =>
        new CumulativeCounts(second).ShareAbove(HistogramLayout.IndexOf(micros));

    private static PackedHistogram Constant(long micros, int count)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(micros, count);
        return histogram.Pack();
    }

    internal static PackedHistogram[] Exponential(int seconds, int perSecond, double meanMicros, long seed)
    {
        var random = new SeededRandom(seed);
        var histogram = new LatencyHistogram();
        return [.. Enumerable.Range(0, seconds).Select(_ =>
        {
            histogram.Reset();
            for (var i = 0; i < perSecond; i++)
            {
                histogram.Record((long)(-Math.Log(1 - random.NextDouble()) * meanMicros));
            }

            return histogram.Pack();
        })];
    }
}
