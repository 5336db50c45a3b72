using LoadLab.Core.Comparison;
using LoadLab.Core.Statistics;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Comparison;

/// <summary>How often pairs of single runs are called changed, counted on figures whose run-to-run and within-run spreads are known.</summary>
public sealed class BetweenRunVarianceTests
{
    private const int Worlds = 4_000;

    [Fact]
    public void The_interval_is_the_prediction_interval_of_two_further_runs()
    {
        var shift = ShiftEstimate.OfInterval(new Interval(0.1, 0.09, 0.11));

        var wide = BetweenRunVariance.Widen(shift, new NoiseFigure("p", "*", "*", "p95", 8, 0.03, 0.03)).Shift;

        // t(7) = 2.364624; 2.364624 x sqrt(2) x 0.03 = 0.100322. The other form adds b = 0.01 / 1.96 and is a little wider.
        (wide.High - 0.1).Should().BeInRange(0.100322, 0.1012);
        (0.1 - wide.Low).Should().BeApproximately(wide.High - 0.1, 1e-12);
        new NoiseFigure("p", "*", "*", "p95", 8, 0.03, 0.03).PairHalfWidth.Should().BeApproximately(0.100322, 1e-6);
        new NoiseFigure("p", "*", "*", "p95", 8, 0.03, 0.03).PairRange.Should().BeApproximately(Math.Exp(0.100322) - 1, 1e-6);
    }

    [Fact]
    public void Without_noise_nothing_changes()
    {
        var shift = ShiftEstimate.OfInterval(new Interval(0.1, 0.09, 0.11));

        BetweenRunVariance.Widen(shift, new NoiseFigure("p", "*", "*", "p95", 8, 0, 0)).Should().BeSameAs(shift);
    }

    [Fact]
    public void An_unknown_shift_stays_unknown()
    {
        var wide = BetweenRunVariance.Widen(ShiftEstimate.Unknown(0.5), new NoiseFigure("p", "*", "*", "p95", 8, 0.03, 0.03));

        (wide.Shift.Low, wide.Shift.High, wide.ErrorAbove(0)).Should().Be((double.NegativeInfinity, double.PositiveInfinity, 1));
    }

    /// <summary>No margin: nothing but the statistics keeps a claim back. The stated share is 5 %; 4,000 worlds stray by 0.7 points.</summary>
    [Theory]
    [InlineData(0.03, 0.01, 4)]
    [InlineData(0.03, 0.01, 8)]
    [InlineData(0.03, 0.03, 8)]
    [InlineData(0.05, 0.01, 20)]
    [InlineData(0.00, 0.02, 8)]
    public void A_calibrated_pair_of_one_and_the_same_is_called_changed_in_at_most_5_percent(double runToRun, double within, int runs)
    {
        var share = Share(runToRun, within, runs, shift: 0, threshold: 0);

        share.Should().BeLessThanOrEqualTo(0.057);
    }

    /// <summary>The runs of the baseline are what it is compared with and what says how runs vary, at once.</summary>
    [Theory]
    [InlineData(0.03, 0.01, 2)]
    [InlineData(0.03, 0.01, 3)]
    [InlineData(0.03, 0.01, 5)]
    [InlineData(0.03, 0.03, 5)]
    [InlineData(0.00, 0.02, 8)]
    public void One_run_against_a_baseline_of_several_of_the_same_is_called_changed_in_at_most_5_percent(double runToRun, double within, int runs) =>
        AgainstBaseline(runToRun, within, runs, 0, 0).Should().BeLessThanOrEqualTo(0.057);

    [Theory]
    [InlineData(0.03, 0.01, 5, 0.60)]
    [InlineData(0.015, 0.01, 5, 0.95)]
    public void One_run_that_is_20_percent_worse_than_a_baseline_of_several_is_found(double runToRun, double within, int runs, double least) =>
        AgainstBaseline(runToRun, within, runs, Math.Log(1.2), Math.Log(1.05)).Should().BeGreaterThanOrEqualTo(least);

    internal static double AgainstBaseline(double runToRun, double within, int runs, double shift, double threshold)
    {
        var random = new SeededRandom(5);
        var claimed = Enumerable.Range(0, Worlds).Count(_ =>
        {
            var values = Enumerable.Range(0, runs).Select(_ => Figure(random, runToRun, within)).ToList();
            var difference = shift + Figure(random, runToRun, within) - values.Average();
            var half = 1.959964 * Math.Sqrt(1 + (1.0 / runs)) * within;
            return Beyond(BetweenRunVariance.Widen(ShiftEstimate.OfInterval(new Interval(difference, difference - half, difference + half)), Spread(values, within), runs), threshold);
        });
        return (double)claimed / Worlds;
    }

    [Fact]
    public void Without_a_calibration_it_is_called_changed_far_more_often()
    {
        var random = new SeededRandom(1);

        var claimed = Enumerable.Range(0, Worlds).Count(_ => Beyond(Pair(random, 0.03, 0.01, 0), 0));

        ((double)claimed / Worlds).Should().BeGreaterThan(0.4);
    }

    /// <summary>What varies more within a run than the calibrated build did: the part that no run shows is added, not lost.</summary>
    [Fact]
    public void A_build_that_varies_more_within_its_runs_is_called_changed_in_at_most_6_percent()
    {
        var random = new SeededRandom(7);
        var claimed = Enumerable.Range(0, Worlds).Count(_ => Beyond(BetweenRunVariance.Widen(Pair(random, 0.03, 0.04, 0), Calibrate(random, 0.03, 0.01, 8)), 0));

        ((double)claimed / Worlds).Should().BeLessThanOrEqualTo(0.06);
    }

    /// <summary>Beyond a margin of 5 %, as compare asks.</summary>
    [Theory]
    [InlineData(0.03, 0.005, 8, 0.68)]
    [InlineData(0.03, 0.005, 20, 0.80)]
    [InlineData(0.015, 0.005, 8, 0.99)]
    [InlineData(0.00, 0.03, 8, 0.75)]
    public void A_shift_of_20_percent_is_found(double runToRun, double within, int runs, double least) =>
        Share(runToRun, within, runs, Math.Log(1.2), Math.Log(1.05)).Should().BeGreaterThanOrEqualTo(least);

    /// <summary>No run-to-run effect: what the calibration costs is at most the t quantile against the normal one.</summary>
    [Fact]
    public void Without_run_to_run_effects_the_calibration_costs_little_power()
    {
        var random = new SeededRandom(11);
        var (plain, calibrated) = (0, 0);
        for (var world = 0; world < Worlds; world++)
        {
            var pair = Pair(random, 0, 0.02, Math.Log(1.15));
            plain += Beyond(pair, Math.Log(1.05)) ? 1 : 0;
            calibrated += Beyond(BetweenRunVariance.Widen(pair, Calibrate(random, 0, 0.02, 8)), Math.Log(1.05)) ? 1 : 0;
        }

        ((double)(plain - calibrated) / Worlds).Should().BeLessThan(0.15);
        calibrated.Should().BeGreaterThan((int)(0.7 * plain));
    }

    internal static double Share(double runToRun, double within, int runs, double shift, double threshold)
    {
        var random = new SeededRandom(3);
        var claimed = Enumerable.Range(0, Worlds).Count(_ => Beyond(BetweenRunVariance.Widen(Pair(random, runToRun, within, shift), Calibrate(random, runToRun, within, runs)), threshold));
        return (double)claimed / Worlds;
    }

    private static bool Beyond(ShiftEstimate shift, double threshold) => shift.Shift.Low > threshold || shift.Shift.High < -threshold;

    /// <summary>Two runs, and the interval that their seconds alone would give.</summary>
    private static ShiftEstimate Pair(SeededRandom random, double runToRun, double within, double shift)
    {
        var difference = shift + Figure(random, runToRun, within) - Figure(random, runToRun, within);
        var half = 1.959964 * Math.Sqrt(2) * within;
        return ShiftEstimate.OfInterval(new Interval(difference, difference - half, difference + half));
    }

    private static NoiseFigure Calibrate(SeededRandom random, double runToRun, double within, int runs)
    {
        return Spread([.. Enumerable.Range(0, runs).Select(_ => Figure(random, runToRun, within))], within);
    }

    private static NoiseFigure Spread(List<double> values, double within)
    {
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        return new NoiseFigure("p", "*", "*", "p95", values.Count, Math.Sqrt(variance), Math.Sqrt(Math.Max(0, variance - (within * within))));
    }

    private static double Figure(SeededRandom random, double runToRun, double within) =>
        (runToRun * ComparisonSample.Normal(random)) + (within * ComparisonSample.Normal(random));
}
