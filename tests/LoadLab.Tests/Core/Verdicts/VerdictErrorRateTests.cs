using LoadLab.Core.Catalogue;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Statistics;
using Xunit.Abstractions;

namespace LoadLab.Tests.Core.Verdicts;

/// <summary>How often a gate is wrong when the truth is known: a thousand runs of a target whose percentile is exactly known.</summary>
public sealed class VerdictErrorRateTests(ITestOutputHelper output)
{
    private const int Runs = 1_000;
    private const double MeanMicros = 100_000;

    // The P95 of an exponential distribution is −ln(0.05) times its mean.
    private static readonly double TrueP95 = -Math.Log(0.05) * MeanMicros;

    private static readonly Lazy<Interval[]> Intervals = new(() =>
        [.. Enumerable.Range(1, Runs).Select(run => PercentileInterval.Of(BlockBootstrapTests.Exponential(30, 20, MeanMicros, run), 95, run))]);

    [Theory]
    [InlineData(1.0005, Verdict.Fail)]
    [InlineData(0.9995, Verdict.Pass)]
    public void A_percentile_that_is_by_a_hair_on_one_side_is_seldom_judged_to_be_on_the_other(double limitOfTruth, Verdict wrong)
    {
        var objective = new Objective(ComparisonOperator.LessThan, TrueP95 * limitOfTruth, "µs", "");
        var verdicts = Intervals.Value.Select(objective.Judge).ToList();

        output.WriteLine($"limit {limitOfTruth} × the true P95: {verdicts.Count(verdict => verdict == wrong)} of {Runs} are wrongly {wrong}");
        verdicts.Count(verdict => verdict == wrong).Should().BeLessThanOrEqualTo(Runs / 20);
        verdicts.Should().Contain(Verdict.Inconclusive);
    }

    [Theory]
    [InlineData(1.5, Verdict.Pass)]
    [InlineData(0.67, Verdict.Fail)]
    public void A_percentile_that_is_clearly_on_one_side_is_judged_so(double limitOfTruth, Verdict right)
    {
        var objective = new Objective(ComparisonOperator.LessThan, TrueP95 * limitOfTruth, "µs", "");

        Intervals.Value.Count(interval => objective.Judge(interval) == right).Should().BeGreaterThan(Runs * 95 / 100);
    }

    [Theory]
    [InlineData(0.0099, Verdict.Fail)]
    [InlineData(0.0101, Verdict.Pass)]
    public void An_error_ratio_that_is_by_a_hair_on_one_side_is_seldom_judged_to_be_on_the_other(double truth, Verdict wrong)
    {
        var objective = new Objective(ComparisonOperator.LessThan, 0.01, "ratio", "1%");
        var random = new SeededRandom(5);
        var wrongs = 0;
        for (var run = 0; run < Runs; run++)
        {
            var failed = 0;
            for (var i = 0; i < 1_000; i++)
            {
                failed += random.NextDouble() < truth ? 1 : 0;
            }

            wrongs += objective.Judge(ClopperPearson.Of(failed, 1_000)) == wrong ? 1 : 0;
        }

        output.WriteLine($"true ratio {truth} against 1 %: {wrongs} of {Runs} are wrongly {wrong}");
        wrongs.Should().BeLessThanOrEqualTo(Runs / 20);
    }
}
