using LoadLab.Core.Comparison;
using LoadLab.Core.Statistics;
using LoadLab.Sdk;
using MathNet.Numerics.Distributions;

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
    public void The_interval_between_sets_of_runs_holds_the_true_shift_at_its_exact_level()
    {
        var random = new SeededRandom(5);

        var held = Enumerable.Range(0, 1_000).Select(_ => HodgesLehmann.Shift(Draw(random, 6, 0, heavy: false), Draw(random, 6, 0.2, heavy: false)))
            .Count(shift => shift.Low <= 0.2 && 0.2 <= shift.High);

        held.Should().BeInRange(940, 980, "the exact level of 6 and 6 runs is 95.9 %");
    }

    /// <summary>Forty figures that partly move together from run to run, as those of one run do; no margin.</summary>
    [Theory]
    [InlineData(4, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    [InlineData(8, true)]
    public void When_nothing_differs_sets_claim_a_shift_in_at_most_one_of_twenty(int runs, bool heavy)
    {
        const int comparisons = 500;

        Comparisons(runs, heavy, shift: 0, comparisons).Count(claims => claims > 0).Should().BeLessThanOrEqualTo(comparisons / 20);
    }

    [Fact]
    public void A_shift_of_one_figure_among_forty_is_named_with_5_and_5_runs()
    {
        // 30 % against 5 % of noise; 5 and 5 exact ranks alone could not name fewer than seven figures together.
        Comparisons(5, heavy: false, shift: Math.Log(1.3), count: 200).Count(claims => claims > 0).Should().BeGreaterThanOrEqualTo(180);
    }

    /// <summary>Claims of each comparison; the first figure has the shift.</summary>
    private static List<int> Comparisons(int runs, bool heavy, double shift, int count)
    {
        const int figures = 40;
        var random = new SeededRandom(runs);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (a, b) = (Draw(random, runs, 0, heavy), Draw(random, runs, 0, heavy));
            var raw = Enumerable.Range(0, figures).Select(figure => new UncorrectedFigure(
                new StepKey("p", "s", $"{figure}"), FigureKind.P95, 1, 1,
                ShiftEstimate.OfSets(
                    [.. a.Zip(Draw(random, runs, 0, heavy), (x, y) => x + y)],
                    [.. b.Zip(Draw(random, runs, figure == 0 ? shift : 0, heavy), (x, y) => x + y)]),
                0, null, runs, runs)).ToList();
            var stands = FalseDiscovery.Claims([.. raw.Select(figure => figure.Error)], RunComparison.FalseClaimRate);
            return raw.Where((figure, at) => figure.Judge(stands[at], figures).Verdict is ShiftVerdict.Regressed or ShiftVerdict.Improved).Count();
        })];
    }

    /// <summary>Runs around a mean with 5 % of noise; heavy: now and then a run that is far off (Student's t, 3 degrees of freedom).</summary>
    private static double[] Draw(SeededRandom random, int count, double mean, bool heavy) =>
        [.. Enumerable.Range(0, count).Select(_ => mean + (0.035 * (heavy ? StudentT.Sample(random, 0, 1, 3) : ComparisonSample.Normal(random))))];
}
