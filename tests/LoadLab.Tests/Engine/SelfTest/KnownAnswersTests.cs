using LoadLab.Engine.SelfTest;

namespace LoadLab.Tests.Engine.SelfTest;

/// <summary>The closed forms against the figures of an arrival list that is counted out.</summary>
public sealed class KnownAnswersTests
{
    [Theory]
    [InlineData(500, 90)]
    [InlineData(500, 95)]
    [InlineData(1000, 75)]
    [InlineData(2000, 50)]
    [InlineData(2000, 99)]
    [InlineData(500, 50)]
    public void A_stall_is_what_counting_out_gives(double stallMs, double percentile)
    {
        const int Run = 3000;
        var waits = Enumerable.Range(0, Run).Select(at => at >= 500 && at < 500 + stallMs ? 500 + stallMs - at : 0).Order().ToList();

        KnownAnswers.StallPercentile(stallMs, Run, percentile).Should().BeApproximately(waits[(int)Math.Ceiling(Run * percentile / 100) - 1], 1);
        KnownAnswers.StallMean(stallMs, Run).Should().BeApproximately(waits.Average(), 0.5);
    }

    [Fact]
    public void Distributions_and_throughput_are_the_textbook_s()
    {
        KnownAnswers.ExponentialPercentile(100, 50).Should().BeApproximately(69.3147, 1e-4);
        KnownAnswers.UniformPercentile(20, 80, 90).Should().BeApproximately(74, 1e-9);
        KnownAnswers.ClosedThroughput(50, 200, 300).Should().BeApproximately(100, 1e-9);
    }

    [Theory]
    [InlineData(100, 101, 1, true)]
    [InlineData(100, 101.1, 1, false)]
    [InlineData(100, 98.9, 1, false)]
    [InlineData(100, double.NaN, 1, false)]
    public void A_row_passes_within_what_is_allowed(double expected, double measured, double allowed, bool passed)
    {
        new SelfTestRow("case", "open", "P50", "ms", expected, measured, allowed).Passed.Should().Be(passed);
    }
}
