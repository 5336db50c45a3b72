using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Statistics;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Statistics;

public sealed class EffectiveRanksTests
{
    // Kiefer and Vogelsang (2005), table 1, Bartlett, 97.5 %, over 1.96: their fit by hand.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.1, 1.153351)]
    [InlineData(0.25, 1.387771)]
    public void The_critical_value_is_that_of_Kiefer_and_Vogelsang(double blockShare, double factor) => FixedB.Factor(blockShare).Should().BeApproximately(factor, 1e-6);

    // Kish (1965): clusters of m samples that are all alike are worth one sample each, deff = m.
    [Fact]
    public void Seconds_of_which_all_samples_are_alike_are_worth_one_sample_each()
    {
        var random = new SeededRandom(3);
        var seconds = Enumerable.Range(0, 2_000).Select(_ => Second(Enumerable.Repeat(random.NextDouble() < 0.05 ? 900_000L : 10_000, 25))).ToList();

        EffectiveRanks.DesignEffect(seconds, 10_000).Should().BeInRange(25 * 0.8, 25 * 1.3);
    }

    [Fact]
    public void Independent_samples_are_worth_about_themselves()
    {
        var random = new SeededRandom(4);
        var seconds = Enumerable.Range(0, 2_000).Select(_ => Second(Enumerable.Range(0, 25).Select(_ => random.NextDouble() < 0.05 ? 900_000L : 10_000))).ToList();

        EffectiveRanks.DesignEffect(seconds, 10_000).Should().BeInRange(1, 1.3);
    }

    [Fact]
    public void Too_few_seconds_and_no_samples_have_no_interval()
    {
        EffectiveRanks.OfPercentile([.. Enumerable.Repeat(Second([1_000, 2_000]), 7)], 95).Should().BeNull();
        EffectiveRanks.OfPercentile([.. Enumerable.Repeat(PackedHistogram.Empty, 20)], 95).Should().BeNull();
    }

    private static PackedHistogram Second(IEnumerable<long> micros)
    {
        var histogram = new LatencyHistogram();
        foreach (var value in micros)
        {
            histogram.Record(value);
        }

        return histogram.Pack();
    }
}
