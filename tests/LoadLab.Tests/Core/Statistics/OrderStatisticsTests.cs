using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Statistics;

namespace LoadLab.Tests.Core.Statistics;

public sealed class OrderStatisticsTests
{
    // Ranks of the 95 % interval of the median: Conover (1999), table A.3 and 3.2; also Gibbons and Chakraborti, table G.
    [Theory]
    [InlineData(6, 1, 6)]
    [InlineData(8, 1, 8)]
    [InlineData(9, 2, 8)]
    [InlineData(10, 2, 9)]
    [InlineData(12, 3, 10)]
    [InlineData(15, 4, 12)]
    [InlineData(20, 6, 15)]
    [InlineData(25, 8, 18)]
    [InlineData(30, 10, 21)]
    [InlineData(50, 18, 33)]
    [InlineData(100, 40, 61)]
    public void Ranks_of_the_median_are_the_published_ones(long count, long lower, long upper)
    {
        OrderStatistics.Ranks(count, 0.5).Should().Be((lower, upper));
    }

    [Theory]
    [InlineData(71, 95, false)]
    [InlineData(72, 95, true)]
    [InlineData(367, 99, false)]
    [InlineData(368, 99, true)]
    public void An_upper_end_exists_from_72_samples_for_P95_and_from_368_for_P99(int count, double percentile, bool finite)
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= count; i++)
        {
            histogram.Record(i * 1000);
        }

        var interval = OrderStatistics.OfPercentile(histogram, percentile);

        double.IsFinite(interval.High).Should().Be(finite);
        SampleSize.ForPercentile(percentile).Should().Be(percentile == 95 ? 72 : 368);
    }

    [Fact]
    public void An_interval_lies_at_the_edges_of_the_buckets_of_its_ranks()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 100; i++)
        {
            histogram.Record(i * 10_000);
        }

        var interval = OrderStatistics.OfPercentile(histogram, 50);

        interval.Low.Should().Be(HistogramLayout.LowestAt(HistogramLayout.IndexOf(400_000))).And.BeLessThanOrEqualTo(400_000);
        interval.High.Should().Be(HistogramLayout.HighestAt(HistogramLayout.IndexOf(610_000))).And.BeGreaterThanOrEqualTo(610_000);
    }

    [Fact]
    public void Samples_above_an_hour_bound_nothing_from_above()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(1_000, 900);
        histogram.Record(HistogramLayout.HighestTrackableMicros + 1, 100);

        OrderStatistics.OfPercentile(histogram, 95).High.Should().Be(double.PositiveInfinity);
    }

    [Theory]
    [InlineData(0.5, 10, 0.376953125, 4)]
    [InlineData(0.1, 20, 0.676926805109219, 2)]
    [InlineData(0.05, 72, 0.0248942806191895, 0)]
    public void Binomial_sums_match_direct_computation(double p, long n, double expected, long k)
    {
        BinomialDistribution.Cdf(k, n, p).Should().BeApproximately(expected, 1e-9);
    }

    [Fact]
    public void A_binomial_of_a_hundred_million_keeps_its_symmetry()
    {
        var below = BinomialDistribution.Cdf(49_990_000, 100_000_000, 0.5);
        var above = 1 - BinomialDistribution.Cdf(50_009_999, 100_000_000, 0.5);

        below.Should().BeApproximately(above, 1e-10);
        below.Should().BeApproximately(0.02275, 1e-4, "10,000 is two standard deviations");
    }
}
