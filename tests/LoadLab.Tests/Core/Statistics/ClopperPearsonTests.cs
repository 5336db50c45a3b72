using LoadLab.Core.Statistics;

namespace LoadLab.Tests.Core.Statistics;

public sealed class ClopperPearsonTests
{
    // 95 % intervals from Clopper and Pearson's method: R binom.test(k, n), and Newcombe (1998), table I.
    [Theory]
    [InlineData(81, 263, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0578, 0.1617)]
    [InlineData(1, 10, 0.00252858, 0.44501612)]
    [InlineData(5, 10, 0.18708603, 0.81291397)]
    public void Published_intervals_come_out(long hits, long total, double low, double high)
    {
        var interval = ClopperPearson.Of(hits, total);

        interval.Low.Should().BeApproximately(low, 6e-5);
        interval.High.Should().BeApproximately(high, 6e-5);
    }

    [Theory]
    [InlineData(0.001, 2_995)]
    [InlineData(0.0005, 5_990)]
    [InlineData(0.0001, 29_956)]
    public void Without_a_failure_a_ratio_is_shown_from_the_known_number_of_trials(double limit, long needed)
    {
        SampleSize.ForRatio(limit).Should().Be(needed);
        ClopperPearson.Of(0, needed).High.Should().BeLessThanOrEqualTo(limit);
        ClopperPearson.Of(0, needed - 1).High.Should().BeGreaterThan(limit);
    }

    [Theory]
    [InlineData(0, 0.001, 2_995)]
    [InlineData(1, 0.05, 110)]
    [InlineData(2, 0.05, 142)]
    [InlineData(1, 0.0001, 55_715)]
    public void With_failures_it_takes_more_of_them(long failures, double limit, long needed)
    {
        SampleSize.ForRatioWith(failures, limit).Should().Be(needed, "the binomial sums themselves say so");
        ClopperPearson.Of(failures, needed).High.Should().BeLessThanOrEqualTo(limit);
        ClopperPearson.Of(failures, needed - 1).High.Should().BeGreaterThan(limit);
    }

    [Theory]
    [InlineData(3, 50)]
    [InlineData(40, 1000)]
    [InlineData(999, 1000)]
    public void Ends_are_the_beta_quantiles_of_MathNet(long hits, long total)
    {
        var interval = ClopperPearson.Of(hits, total);

        interval.Low.Should().BeApproximately(MathNet.Numerics.Distributions.Beta.InvCDF(hits, total - hits + 1, 0.025), 1e-7);
        interval.High.Should().BeApproximately(MathNet.Numerics.Distributions.Beta.InvCDF(hits + 1, total - hits, 0.975), 1e-7);
    }

    [Fact]
    public void Hits_and_misses_mirror_each_other()
    {
        var hits = ClopperPearson.Of(7, 200);
        var misses = ClopperPearson.Of(193, 200);

        misses.Low.Should().BeApproximately(1 - hits.High, 1e-12);
        misses.High.Should().BeApproximately(1 - hits.Low, 1e-12);
    }
}
