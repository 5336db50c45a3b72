using LoadLab.Core.Measurement.Histograms;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Measurement.Histograms;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2047, 2047)]
    [InlineData(2048, 2049)]
    [InlineData(2049, 2049)]
    [InlineData(10_000, 10_007)]
    [InlineData(100_000_000, 100_007_935)]
    public void Value_is_reported_as_the_highest_of_its_bucket(long micros, long expected)
    {
        // Widths follow HdrHistogram: 1 below 2,048, then 2, 4, 8 … for each doubling.
        var histogram = new LatencyHistogram();

        histogram.Record(micros);

        histogram.MaxMicros.Should().Be(expected);
    }

    [Fact]
    public void Published_values_of_the_Java_original_come_out()
    {
        // HistogramDataAccessTest of HdrHistogram: 10,000 values of 1,000 and one of 100,000,000; 3 digits.
        var histogram = new LatencyHistogram();
        histogram.Record(1000, 10_000);
        histogram.Record(100_000_000);

        histogram.PercentileMicros(30).Should().Be(1000);
        histogram.PercentileMicros(99).Should().Be(1000);
        histogram.PercentileMicros(99.99).Should().Be(1000);
        ((double)histogram.PercentileMicros(99.999)).Should().BeApproximately(100_000_000, 100_000);
        ((double)histogram.PercentileMicros(100)).Should().BeApproximately(100_000_000, 100_000);
        histogram.MeanMicros.Should().BeApproximately(((1000.0 * 10_000) + 100_000_000) / 10_001, 10_999 * 0.001);
        histogram.TotalCount.Should().Be(10_001);
    }

    [Theory]
    [InlineData(10, 50, 5)]
    [InlineData(10, 51, 6)]
    [InlineData(1000, 99.9, 999)]
    [InlineData(1000, 99.91, 1000)]
    [InlineData(1000, 100, 1000)]
    [InlineData(1000, 0, 1)]
    public void Percentile_takes_the_ceiling_of_the_rank(int values, double percentile, long expected)
    {
        var histogram = new LatencyHistogram();
        for (var value = 1; value <= values; value++)
        {
            histogram.Record(value);
        }

        histogram.PercentileMicros(percentile).Should().Be(expected);
    }

    [Fact]
    public void Negative_counts_as_zero_and_above_an_hour_counts_as_overflow()
    {
        var histogram = new LatencyHistogram();

        histogram.Record(-5);
        histogram.Record(HistogramLayout.HighestTrackableMicros + 1);
        histogram.Record(long.MaxValue);

        histogram.TotalCount.Should().Be(3);
        histogram.OverflowCount.Should().Be(2);
        histogram.MinMicros.Should().Be(0);
    }

    [Fact]
    public void Reset_histogram_is_as_good_as_new()
    {
        var histogram = Filled(7, 10_000);

        histogram.Reset();
        histogram.Record(42);

        histogram.TotalCount.Should().Be(1);
        histogram.MaxMicros.Should().Be(42);
        histogram.Pack().TotalCount.Should().Be(1);
    }

    [Fact]
    public void Parts_merged_in_any_way_are_the_whole()
    {
        var random = new SeededRandom(1);
        var whole = new LatencyHistogram();
        var parts = Enumerable.Range(0, 7).Select(_ => new LatencyHistogram()).ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var value = (long)Math.Exp(random.NextDouble() * 22);
            whole.Record(value);
            parts[i % parts.Length].Record(value);
        }

        var merged = new LatencyHistogram();
        foreach (var part in parts.Take(3))
        {
            merged.Add(part);
        }

        merged.Add(PackedHistogram.Merge(parts.Skip(3).Select(part => part.Pack())));

        Same(merged, whole);
    }

    [Fact]
    public void Every_index_is_its_own_lowest_and_highest()
    {
        for (var index = 0; index < HistogramLayout.CountsLength; index++)
        {
            HistogramLayout.IndexOf(HistogramLayout.LowestAt(index)).Should().Be(index);
            HistogramLayout.IndexOf(HistogramLayout.HighestAt(index)).Should().Be(index);
        }
    }

    internal static LatencyHistogram Filled(int seed, int count)
    {
        var random = new SeededRandom(seed);
        var histogram = new LatencyHistogram();
        for (var i = 0; i < count; i++)
        {
            histogram.Record((long)(-Math.Log(1 - random.NextDouble()) * 20_000));
        }

        return histogram;
    }

    internal static void Same(LatencyHistogram actual, LatencyHistogram expected)
    {
        actual.TotalCount.Should().Be(expected.TotalCount);
        actual.MinMicros.Should().Be(expected.MinMicros);
        actual.MaxMicros.Should().Be(expected.MaxMicros);
        actual.OverflowCount.Should().Be(expected.OverflowCount);
        foreach (var percentile in new[] { 0, 1, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100 })
        {
            actual.PercentileMicros(percentile).Should().Be(expected.PercentileMicros(percentile));
        }
    }
}
