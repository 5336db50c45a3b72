using LoadLab.Core.Comparison;
using LoadLab.Core.Statistics;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Comparison;

/// <summary>How often the comparison is right, counted on runs whose true shift is known. Seeds are fixed, so the counts are too.</summary>
public sealed class ShiftErrorRateTests
{
    private const int Pairs = 200;

    [Theory]
    [InlineData(50, 60, 40, 0)]
    [InlineData(95, 60, 40, 0)]
    [InlineData(99, 60, 40, 0)]
    [InlineData(95, 120, 20, 0.5)]
    [InlineData(95, 14, 60, 0)]
    public void Of_200_pairs_with_a_true_shift_of_20_percent_at_least_92_percent_of_the_intervals_hold_it(double percentile, int seconds, int perSecond, double memory)
    {
        var truth = Math.Log(1.2);
        var held = Enumerable.Range(0, Pairs).Count(i =>
        {
            var before = new ComparisonSample { Seed = (2 * i) + 1, Seconds = seconds, PerSecond = perSecond, Memory = memory };
            var after = before with { Seed = (2 * i) + 2, MedianMicros = before.MedianMicros * 1.2 };
            var shift = PairShift.OfPercentile(before.Histograms(), after.Histograms(), percentile, seed: i, resamples: 400).Shift;
            return shift.Low <= truth && truth <= shift.High;
        });

        held.Should().BeGreaterThanOrEqualTo((int)(0.92 * Pairs));
    }

    /// <summary>No margin, so that nothing but the statistics keeps a claim back.</summary>
    [Fact]
    public void When_nothing_differs_a_comparison_claims_a_shift_in_at_most_one_of_twenty()
    {
        const int comparisons = 60;
        var none = new ComparisonMargin(0, 0, 0);
        var sample = new ComparisonSample { Seconds = 40, PerSecond = 20, Memory = 0.3, Steps = ["browse", "submit"] };

        var claimed = Enumerable.Range(0, comparisons).Count(i =>
            Comparer.Compare([(sample with { Seed = 10_000 + (10 * i) }).Run("a")], [(sample with { Seed = 500_000 + (10 * i) }).Run("b")], none)
                .Figures.Any(figure => figure.Verdict is ShiftVerdict.Regressed or ShiftVerdict.Improved));

        claimed.Should().BeLessThanOrEqualTo(3);
    }

    [Fact]
    public void Sets_of_runs_hold_the_true_shift_and_claim_none_where_there_is_none()
    {
        var random = new SeededRandom(5);
        double[] Draw(int count, double mean) => [.. Enumerable.Range(0, count).Select(_ => mean + (0.05 * ComparisonSample.Normal(random)))];
        var held = 0;
        var claimed = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var shift = HodgesLehmann.Shift(Draw(6, 0), Draw(6, 0.2));
            held += shift.Low <= 0.2 && 0.2 <= shift.High ? 1 : 0;
            claimed += MannWhitney.ErrorAbove(Draw(6, 0), Draw(6, 0), 0) <= 0.025 ? 1 : 0;
        }

        held.Should().BeInRange(930, 985, "the exact level of 6 and 6 runs is 95.9 %");
        claimed.Should().BeInRange(5, 38, "2.1 % is the exact one-sided level of 6 and 6 runs");
    }
}
