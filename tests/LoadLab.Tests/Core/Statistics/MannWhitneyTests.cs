using LoadLab.Core.Statistics;

namespace LoadLab.Tests.Core.Statistics;

public sealed class MannWhitneyTests
{
    /// <summary>Largest U with a one-sided P(U ≤ u) up to 2.5 %: the printed tables of the two-sided 5 % test (Siegel 1956, table K).</summary>
    [Theory]
    [InlineData(4, 4, 0)]
    [InlineData(5, 5, 2)]
    [InlineData(5, 8, 6)]
    [InlineData(7, 7, 8)]
    [InlineData(8, 8, 13)]
    [InlineData(10, 10, 23)]
    [InlineData(20, 20, 127)]
    public void Critical_values_are_those_of_the_printed_tables(int n, int m, int critical)
    {
        var distribution = MannWhitney.Distribution(n, m);

        distribution.Count(probability => probability <= 0.025).Should().Be(critical + 1);
        distribution[^1].Should().BeApproximately(1, 1e-12);
    }

    [Fact]
    public void The_smallest_error_is_the_one_that_the_design_names()
    {
        MannWhitney.SmallestError(5, 5).Should().BeApproximately(2.0 / 252, 1e-15);
        MannWhitney.SmallestError(7, 7).Should().BeApproximately(2.0 / 3432, 1e-15);
        MannWhitney.SmallestError(3, 3).Should().BeApproximately(0.1, 1e-15);
    }

    [Fact]
    public void The_distribution_of_small_samples_is_what_counting_gives()
    {
        // 2 and 3: the ten orders have U = 0 1 2 2 3 3 4 4 5 6.
        MannWhitney.Distribution(2, 3).Should().BeEquivalentTo([0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0], options => options.WithStrictOrdering().Using<double>(c => c.Subject.Should().BeApproximately(c.Expectation, 1e-12)).WhenTypeIs<double>());
    }

    /// <summary>Hollander and Wolfe 1999, example 4.1: permeability of chorioamnion, estimate −0.305, 96 % interval −0.76 to 0.15.</summary>
    [Fact]
    public void Shift_and_interval_are_those_of_the_textbook()
    {
        double[] term = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
        double[] early = [1.15, 0.88, 0.90, 0.74, 1.21];

        var shift = HodgesLehmann.Shift(term, early, 0.96);

        shift.Estimate.Should().BeApproximately(-0.305, 1e-9);
        shift.Low.Should().BeApproximately(-0.76, 1e-9);
        shift.High.Should().BeApproximately(0.15, 1e-9);
        MannWhitney.Distribution(10, 5)[15].Should().BeApproximately(0.1272, 5e-5, "the published one-sided error: 15 of the 50 pairs are the other way round");
    }

    [Fact]
    public void Samples_too_small_for_the_confidence_have_no_interval()
    {
        HodgesLehmann.Shift([1, 2, 3], [11, 12, 13]).Should().Be(new Interval(10, double.NegativeInfinity, double.PositiveInfinity));
    }

    /// <summary>Variances 2.5/5 and 10/5: t = 4/√2.5 with 2.5²/(0.5²/4 + 2²/4) = 5.882 degrees of freedom, one-sided 2.2 %.</summary>
    [Fact]
    public void Welch_is_what_the_formula_gives_by_hand()
    {
        double[] a = [1, 2, 3, 4, 5];
        double[] b = [3, 5, 7, 9, 11];

        Welch.ErrorAbove(a, b, 0).Should().BeApproximately(MathNet.Numerics.Distributions.StudentT.CDF(0, 1, 6.25 / 1.0625, -4 / Math.Sqrt(2.5)), 1e-12).And.BeInRange(0.02, 0.024);
        Welch.ErrorAbove(a, b, 4).Should().BeApproximately(0.5, 1e-12);
        Welch.ErrorAbove([1], b, 0).Should().Be(1);
        Welch.ErrorAbove([1, 1], [2, 2], 0).Should().Be(0);
        Welch.ErrorAbove([1, 1], [2, 2], 1).Should().Be(1);
    }

    /// <summary>The 15 errors of Benjamini and Hochberg 1995, section 3.2: at 5 % the first four stand.</summary>
    [Fact]
    public void Many_comparisons_are_corrected_as_in_the_paper()
    {
        double[] errors = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000];

        FalseDiscovery.Claims(errors, 0.05).Should().Equal(errors.Select((_, i) => i < 4));
        FalseDiscovery.Claims([], 0.05).Should().BeEmpty();
    }
}
