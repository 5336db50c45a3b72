using LoadLab.Core.Statistics;
using LoadLab.Sdk;
using MathNet.Numerics.Distributions;

namespace LoadLab.Tests.Core.Statistics;

public sealed class TheilSenTests
{
    [Fact]
    public void Ten_values_that_rise_have_the_textbook_score()
    {
        // S = 45, Var(S) = 10·9·25/18 = 125, z = 44/√125 = 3.9355, two-sided error 8.303e-5.
        var line = TheilSen.Fit([.. Enumerable.Range(0, 10).Select(i => (double)i)], [.. Enumerable.Range(0, 10).Select(i => 5 + (2.0 * i))]);

        line.Slope.Should().Be(new Interval(2, 2, 2));
        line.Error.Should().BeApproximately(8.303e-5, 1e-7);
        (line.MedianX, line.MedianY).Should().Be((4.5, 14));
    }

    [Fact]
    public void Five_values_have_a_slope_and_no_interval()
    {
        double[] x = [1, 2, 3, 4, 5];
        double[] y = [1.26, 1.27, 1.12, 1.16, 1.03];

        var line = TheilSen.Fit(x, y);

        // Sorted: −.15 −.13 −.08 −.07 −.0575 −.055 −.045 −.0367 .01 .04; N = 10, C = 1.96·√(5·4·15/18) = 8.002, so the ranks are 0 and 11.
        line.Slope.Estimate.Should().BeApproximately(-0.05625, 1e-9);
        line.Slope.Low.Should().Be(double.NegativeInfinity, "(10 − 8.002)/2 is below the first rank");
        line.Slope.High.Should().Be(double.PositiveInfinity);
        line.Error.Should().BeApproximately(0.2207, 5e-4, "S = -6, z = 5/4.0825 = 1.2247");
    }

    [Fact]
    public void Equal_values_make_the_variance_smaller_and_no_trend()
    {
        TheilSen.Fit([1, 2, 3, 4], [7, 7, 7, 7]).Error.Should().Be(1);
        TheilSen.Fit([1], [7]).Error.Should().Be(1);
    }

    [Fact]
    public void Of_1000_lines_with_noise_95_percent_of_the_intervals_hold_the_slope_and_5_percent_of_flat_ones_seem_to_rise()
    {
        var random = new SeededRandom(9);
        double[] x = [.. Enumerable.Range(0, 15).Select(i => (double)i)];
        var held = 0;
        var claimed = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var noise = x.Select(_ => Normal.Sample(random, 0, 1)).ToArray();
            var slope = TheilSen.Fit(x, [.. x.Zip(noise, (at, e) => (0.3 * at) + e)]).Slope;
            held += slope.Low <= 0.3 && 0.3 <= slope.High ? 1 : 0;
            claimed += TheilSen.Fit(x, noise).Error < 0.05 ? 1 : 0;
        }

        held.Should().BeInRange(935, 975);
        claimed.Should().BeInRange(25, 65);
    }
}
